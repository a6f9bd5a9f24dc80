// SPDX-License-Identifier: Apache-2.0
#include "slurm/srun.hpp"

#include <gmock/gmock.h>

#include "model/launcher.hpp"
#include "plan/automatic.hpp"

namespace assay {
namespace {

using testing::Contains;
using testing::Not;
using testing::StartsWith;

Argv words_for(LaunchContext const& context) {
  Point point;
  point.nodes = 2;
  point.ranks = 8;
  point.threads = 3;
  return find_launcher("srun")->argv(point, {"worker", "job.json"}, context);
}

/// For Open MPI, and for MPICH.
std::pair<std::string, std::string> plugins(std::string const& list) {
  auto const srun = choose_mpi_plugins(list);
  return {srun.mpi, srun.mpi_of_mpich};
}

TEST(Srun, ThePluginIsTheOneThatEachMpiKnows) {
  using Both = std::pair<std::string, std::string>;
  EXPECT_EQ(plugins("MPI plugin types are...\n\tnone\n\tpmi2\n\tpmix\n"
                    "specific pmix plugin versions available: pmix_v4\n"),
            Both("pmix", "pmi2"));
  EXPECT_EQ(plugins("srun: MPI types are...\nsrun: pmix\nsrun: none\n"),
            Both("pmix", "pmix"));
  EXPECT_EQ(plugins("MPI plugin types are...\n\tcray_shasta\n\tpmi2\n"),
            Both("pmi2", "pmi2"));
  EXPECT_EQ(plugins("MPI plugin types are...\n\tnone\n"), Both("", ""));
  EXPECT_EQ(plugins(""), Both("", ""));
}

TEST(Srun, EveryCountIsGiven) {
  auto const words = words_for({.step = {.mpi = "pmix"}});
  EXPECT_EQ(words.front(), "srun");
  for (auto const* word : {"--nodes=2", "--ntasks=8", "--ntasks-per-node=4",
                           "--cpus-per-task=3", "--mpi=pmix"}) {
    EXPECT_THAT(words, Contains(word));
  }
  EXPECT_EQ(words.back(), "job.json");
  EXPECT_THAT(words_for({}), Not(Contains(StartsWith("--mpi"))));
}

TEST(Srun, NodesAreNamedOnlyWhereSomeWereChosen) {
  EXPECT_THAT(words_for({.step = {.nodes = {"n2", "n4"}}}),
              Contains("--nodelist=n2,n4"));
  EXPECT_THAT(words_for({}), Not(Contains(StartsWith("--nodelist"))));
}

TEST(Srun, StandardInputGoesToTheFirstRank) {
  Program program;
  program.launch_files.input = InputFile{InputFile::How::linked, "words", {}};
  Point point;
  point.program = std::make_shared<Program const>(program);
  auto const* srun = find_launcher("srun");
  EXPECT_THAT(srun->argv(point, {"app"}, {}), Contains("--input=0"));
  EXPECT_THAT(words_for({}), Not(Contains(StartsWith("--input"))));
}

TEST(Srun, AutoIsSrunOnlyWhereItIs) {
  Machine machine;
  EXPECT_EQ(automatic_launcher(machine), "mpiexec");
  machine.srun = Srun{"pmix"};
  EXPECT_EQ(automatic_launcher(machine), "srun");
}

}  // namespace
}  // namespace assay
