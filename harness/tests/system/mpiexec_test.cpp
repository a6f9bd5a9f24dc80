// SPDX-License-Identifier: Apache-2.0
// The ranks of a real mpiexec, which have process groups of their own, end with it.
#include <gmock/gmock.h>
#include <unistd.h>

#include <filesystem>

#include "lack.hpp"
#include "launching.hpp"
#include "scratch.hpp"

namespace assay {
namespace {

/// By the name that Debian's packages give to Open MPI's alone, where there is one.
char const* const open_mpi =
    access("/usr/bin/mpiexec.openmpi", X_OK) == 0 ? "mpiexec.openmpi" : "mpiexec";

Command mpiexec(Argv const& program) {
  auto made = command({open_mpi, "--allow-run-as-root", "--oversubscribe", "-n", "2"});
  made.argv.insert(made.argv.end(), program.begin(), program.end());
  return made;
}

bool mpiexec_works() {
  static bool const works = run_process(mpiexec({"true"}), quick(20)).succeeded();
  return works;
}

std::ptrdiff_t files_in(std::filesystem::path const& directory) {
  return std::distance(std::filesystem::directory_iterator(directory), {});
}

/// Ends two ranks, shells of `first` and then `last`, at a limit late enough for both
/// to have told between the two, by a file of their own, that they run: a busy host may
/// take many seconds to start them.
ProcessResult end_when_ready(std::string const& first, std::string const& last,
                             double grace_s) {
  ProcessResult result;
  for (double const limit : {1.5, 4.0, 12.0, 36.0}) {
    Scratch const ready;
    auto limits = quick(limit);
    limits.grace_s = grace_s;
    auto const tells = ": > '" + ready.path().string() + "'/$$; ";
    result = run(mpiexec({"sh", "-c", first + tells + last}), limits);
    if (files_in(ready.path()) == 2) break;
  }
  return result;
}

TEST(Mpiexec, EndsItsRanksAtTheLimit) {
  if (!mpiexec_works()) return lack("no mpiexec of Open MPI that starts here");
  auto const result = end_when_ready("", "exec sleep 100", 3);
  EXPECT_EQ(result.ending, Ending::timed_out);
  EXPECT_EQ(result.signal, 0) << "mpiexec was not given the time to end";
}

TEST(Mpiexec, IsKilledWithItsRanks) {
  if (!mpiexec_works()) return lack("no mpiexec of Open MPI that starts here");
  ProcessResult result;
  // Open MPI 5 kills its ranks itself a second after: a busy host may be that late.
  for (int tries = 0; tries < 4 && result.signal != SIGKILL; ++tries)
    result = end_when_ready("trap '' TERM; ", "while :; do sleep 1; done", 0.3);
  EXPECT_EQ(result.ending, Ending::timed_out);
  EXPECT_EQ(result.signal, SIGKILL);
}

TEST(Mpiexec, EndsWithAKilledHarness) {
  if (!mpiexec_works()) return lack("no mpiexec of Open MPI that starts here");
  kill_harness_of(mpiexec({"sh", "-c", "trap '' TERM; while :; do sleep 1; done"}), 5);
}

TEST(Mpiexec, EndsThoughARankIsStopped) {
  if (!mpiexec_works()) return lack("no mpiexec of Open MPI that starts here");
  auto const result = run(mpiexec({"sh", "-c", "kill -STOP $$"}), quick(1));
  EXPECT_EQ(result.ending, Ending::timed_out);
}

}  // namespace
}  // namespace assay
