// SPDX-License-Identifier: Apache-2.0
// The ranks of a real mpiexec, which have process groups of their own, end with it.
#include <gmock/gmock.h>
#include <unistd.h>

#include "lack.hpp"
#include "launching.hpp"

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
  static bool const works = run_process(mpiexec({"true"}), quick(20)).exit_code == 0;
  return works;
}

TEST(Mpiexec, EndsItsRanksAtTheLimit) {
  if (!mpiexec_works()) return lack("no mpiexec of Open MPI that starts here");
  auto limits = quick(1);
  limits.grace_s = 3;
  auto const result = run(mpiexec({"sleep", "100"}), limits);
  EXPECT_EQ(result.ending, Ending::timed_out);
  EXPECT_EQ(result.signal, 0) << "mpiexec was not given the time to end";
  EXPECT_LT(result.wall_s, 5);
}

TEST(Mpiexec, IsKilledWithItsRanks) {
  if (!mpiexec_works()) return lack("no mpiexec of Open MPI that starts here");
  // Late enough for the shells to have come to their trap, on a busy host too.
  auto const result =
      run(mpiexec({"sh", "-c", "trap '' TERM; while :; do sleep 1; done"}), quick(4));
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
