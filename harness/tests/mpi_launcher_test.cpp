// SPDX-License-Identifier: Apache-2.0
#include "model/mpi_launcher.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "model/launcher.hpp"
#include "os/errors.hpp"
#include "scoped_variable.hpp"
#include "scratch.hpp"
#include "site/find_mpi_launcher.hpp"

namespace assay {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::Pair;

constexpr char const* hydra =
    "HYDRA build details:\n    Version:                                 4.0.2\n"
    "    Release Date:  Thu Apr  7 12:34:45 CDT 2022\n";

constexpr char const* intel_hydra =
    "Intel(R) MPI Library for Linux* OS, Version 2021.18.1 Build 20260626\n"
    "Copyright 2003-2026, Intel Corporation.\n";
constexpr char const* of_open_mpi = "Open MPI v4.1.4, package: Debian OpenMPI";
constexpr char const* of_mpich = "MPICH Version:\t4.0.2\nMPICH Release date: ...";
constexpr char const* of_intel = "Intel(R) MPI Library 2021.18.1 for Linux* OS\n";

TEST(MpiLauncher, IsKnownByItsOwnWords) {
  auto const four = parse_mpi_launcher("m", "mpiexec (OpenRTE) 4.1.4\n\nReport bugs\n");
  EXPECT_EQ(four.family, MpiFamily::open_mpi);
  EXPECT_EQ(four.version, "mpiexec (OpenRTE) 4.1.4");
  auto const five = parse_mpi_launcher("m", "mpiexec (Open MPI) 5.0.7\n");
  EXPECT_EQ(five.family, MpiFamily::open_mpi);
  auto const mpich = parse_mpi_launcher("m", hydra);
  EXPECT_EQ(mpich.family, MpiFamily::mpich);
  EXPECT_EQ(mpich.version, "HYDRA 4.0.2");
  EXPECT_EQ(parse_mpi_launcher("m", "HYDRA").version, "HYDRA");
  EXPECT_EQ(parse_mpi_launcher("m", intel_hydra).family, MpiFamily::intel);
  EXPECT_EQ(parse_mpi_launcher("m", "something else").family, MpiFamily::unknown);
}

TEST(MpiLauncher, SaysWhetherItCanBind) {
  auto const label = std::string(hydra) + "    Topology libraries available:  ";
  EXPECT_TRUE(cannot_bind(label + " \n    Demux engines available:  poll select\n"));
  EXPECT_FALSE(cannot_bind(label + "hwloc\n    Demux engines available:  poll\n"));
  EXPECT_FALSE(cannot_bind(hydra)) << "it says nothing of them";
  EXPECT_FALSE(cannot_bind("mpiexec (OpenRTE) 4.1.4\n"));
}

TEST(MpiLauncher, StartsOnlyWorkersOfItsOwnFamily) {
  MpiLauncher const open_mpi{"mpiexec", MpiFamily::open_mpi, "mpiexec (OpenRTE) 4.1.4"};
  MpiLauncher const mpich{"mpiexec", MpiFamily::mpich, "HYDRA 4.0.2"};
  MpiLauncher const other{"mpiexec", MpiFamily::unknown, "?"};
  std::string const open_library = "Open MPI v4.1.4, package: Debian OpenMPI";
  EXPECT_EQ(mismatch(open_mpi, "w", open_library), "");
  EXPECT_EQ(mismatch(mpich, "w", "MPICH Version:\t4.0.2\n"), "");
  EXPECT_EQ(mismatch(mpich, "w", "Intel(R) MPI Library 2021.9"), "");
  EXPECT_EQ(mismatch(mpich, "w", "MVAPICH2 Version: 2.3.7"), "");
  EXPECT_THAT(mismatch(mpich, "w", open_library), HasSubstr("linked with Open MPI"));
  EXPECT_THAT(mismatch(open_mpi, "w", "MPICH Version: 4"), HasSubstr("ASSAY_MPIEXEC"));
  EXPECT_EQ(mismatch(other, "w", open_library), "");
  MpiLauncher const intel{"mpiexec", MpiFamily::intel, "Intel(R) MPI Library"};
  EXPECT_EQ(mismatch(intel, "w", of_intel), "");
  EXPECT_EQ(mismatch(intel, "w", of_mpich), "") << "they speak the same PMI";
  EXPECT_THAT(mismatch(intel, "w", of_open_mpi), HasSubstr("is of Intel MPI ("));
  EXPECT_THAT(mismatch(open_mpi, "w", of_intel), HasSubstr("the mpiexec of Intel MPI"));
  EXPECT_EQ(mismatch(open_mpi, "w", "a library nobody knows"), "");
}

/// Programs that name themselves as the launchers of MPIs do, one on PATH and one of
/// the build, beside workers.
class FittingLauncher : public testing::Test {
 protected:
  FittingLauncher() {
    environment_["PATH"] = (scratch_ / "path").string();
    std::filesystem::create_directories(scratch_ / "path");
    std::filesystem::create_directories(scratch_ / "workers");
  }

  std::string on_path(std::string const& text) { return launcher("path", text); }
  std::string of_build(std::string const& text) {
    auto const file = launcher("workers", text);
    std::ofstream(scratch_ / "workers/mpiexec-of-build.txt") << file << "\n";
    return file;
  }
  MpiLauncher find(std::string const& library) const {
    return find_fitting_launcher({{"assay-worker-openmp", library}}, environment_);
  }

 private:
  std::string launcher(std::string const& directory, std::string const& text) {
    auto const file = scratch_ / directory / "mpiexec";
    std::ofstream(file) << "#!/bin/sh\nprintf '%s\\n' '" << text << "'\n";
    std::filesystem::permissions(file, std::filesystem::perms::owner_all);
    return file.string();
  }

  Scratch scratch_;
  ScopedVariable workers_{"ASSAY_WORKER_DIR", (scratch_ / "workers").string()};
  ScopedVariable chosen_{"ASSAY_MPIEXEC", ""};
  Environment environment_;
};

constexpr char const* open_mpi_4 = "mpiexec (OpenRTE) 4.1.4";

TEST_F(FittingLauncher, IsTheOneOnPathWhereItIsOfTheWorkersMpi) {
  on_path(open_mpi_4);
  of_build("mpiexec (OpenRTE) 4.1.6");
  auto const found = find(of_open_mpi);
  EXPECT_EQ(found.program, "mpiexec");
  EXPECT_EQ(found.note, "");
}

TEST_F(FittingLauncher, IsGivenAProgramThatBindsWhereItCannot) {
  on_path(std::string(hydra) + "    Topology libraries available:  hwloc");
  EXPECT_EQ(find(of_mpich).binder, "");
  on_path(std::string(hydra) + "    Topology libraries available:  ");
  EXPECT_THAT(find(of_mpich).binder, EndsWith("/assay-cores"));
}

TEST_F(FittingLauncher, IsThatOfTheBuildWhereTheOneOnPathIsOfAnotherMpi) {
  on_path(hydra);
  auto const own = of_build(open_mpi_4);
  auto const found = find(of_open_mpi);
  EXPECT_EQ(found.program, own);
  EXPECT_THAT(found.note,
              HasSubstr("on PATH is of MPICH (HYDRA 4.0.2); taking " + own));
}

TEST_F(FittingLauncher, IsThatOfTheBuildWhereTheOneOnPathIsOfAnotherRelease) {
  on_path("mpiexec (Open MPI) 5.0.11");
  auto const own = of_build(open_mpi_4);
  EXPECT_EQ(find(of_open_mpi).program, own);
  on_path(hydra);  // Intel's programs do not start under it on every host
  auto const of_intels_build = of_build(intel_hydra);
  EXPECT_EQ(find(of_intel).program, of_intels_build);
}

TEST_F(FittingLauncher, IsThatOfTheBuildWhereThereIsNoneOnPath) {
  auto const own = of_build(hydra);
  auto const found = find(of_mpich);
  EXPECT_EQ(found.program, own);
  EXPECT_THAT(found.note, HasSubstr("no mpiexec on PATH"));
}

TEST_F(FittingLauncher, IsTheOneOnPathWhereThatOfTheBuildIsNoBetter) {
  on_path("mpiexec (Open MPI) 5.0.11");
  of_build(hydra);
  EXPECT_EQ(find(of_open_mpi).program, "mpiexec")
      << "of another release, but it starts";
}

TEST_F(FittingLauncher, IsRefusedWhereNoneIsOfTheWorkersMpi) {
  on_path(hydra);
  EXPECT_THROW(find(of_open_mpi), EnvironmentError);
  of_build(intel_hydra);
  EXPECT_THROW(find(of_open_mpi), EnvironmentError);
}

TEST_F(FittingLauncher, IsTheUsersChoiceOrAnError) {
  auto const chosen = on_path(hydra);
  auto const own = of_build(open_mpi_4);
  ScopedVariable const variable("ASSAY_MPIEXEC", chosen);
  EXPECT_EQ(find(of_mpich).program, chosen);
  EXPECT_EQ(find(of_intel).program, chosen);
  try {
    find(of_open_mpi);
    FAIL() << "took a launcher of another MPI";
  } catch (EnvironmentError const& error) {
    EXPECT_THAT(error.what(), HasSubstr("linked with Open MPI"));
    EXPECT_THAT(error.what(), HasSubstr(own)) << "the cure";
  }
}

Argv words_of(MpiFamily family, Point const& point) {
  LaunchContext context;
  context.mpi = {"/opt/mpiexec", family, ""};
  return find_launcher("mpiexec")->argv(point, {"worker", "job"}, context);
}

TEST(MpiexecWords, BindEachRankToCoresOfItsOwn) {
  Point point;
  point.nodes = 2;
  point.ranks = 4;
  point.threads = 3;
  EXPECT_THAT(
      words_of(MpiFamily::open_mpi, point),
      ElementsAre("/opt/mpiexec", "-n", "4", "--map-by", "ppr:2:node:PE=3", "--bind-to",
                  "core", "-x", "OMP_DYNAMIC", "-x", "OMP_NUM_THREADS", "-x",
                  "OMP_PLACES", "-x", "OMP_PROC_BIND", "worker", "job"));
  EXPECT_THAT(words_of(MpiFamily::mpich, point),
              ElementsAre("/opt/mpiexec", "-n", "4", "-ppn", "2", "-bind-to", "core:3",
                          "-map-by", "core:3", "worker", "job"));
  EXPECT_THAT(
      words_of(MpiFamily::intel, point),
      ElementsAre("/opt/mpiexec", "-n", "4", "-ppn", "2", "-genv", "I_MPI_PIN", "on",
                  "-genv", "I_MPI_PIN_CELL", "core", "-genv", "I_MPI_PIN_DOMAIN",
                  "3:compact", "-genv", "I_MPI_PIN_ORDER", "compact", "worker", "job"));
  EXPECT_THAT(words_of(MpiFamily::unknown, point),
              ElementsAre("/opt/mpiexec", "-n", "4", "worker", "job"));
}

TEST(MpiexecWords, LeaveBindingToOurselvesWhereHydraRefuses) {
  Point point;
  point.nodes = 2;
  point.ranks = 4;
  point.threads = 3;
  LaunchContext context;
  context.mpi = {"mpiexec", MpiFamily::mpich, "", "", {"n1", "n2"}, "/bin/assay-cores"};
  EXPECT_THAT(find_launcher("mpiexec")->argv(point, {"worker", "job"}, context),
              ElementsAre("mpiexec", "-n", "4", "-ppn", "2", "-hosts", "n1,n2",
                          "/bin/assay-cores", "3", "worker", "job"));
}

TEST(MpiexecWords, NameTheFirstHostsWithAsManySlotsAsRanks) {
  Point point;
  point.nodes = 2;
  point.ranks = 5;
  LaunchContext context;
  auto const words_on_hosts = [&](MpiFamily family) {
    context.mpi = {"mpiexec", family, "", "", {"n1", "n2", "n3"}};
    return testing::PrintToString(
        find_launcher("mpiexec")->argv(point, {"worker"}, context));
  };
  context.inherited = {{"LD_LIBRARY_PATH", "/opt/lib"}};
  EXPECT_THAT(words_on_hosts(MpiFamily::open_mpi),
              HasSubstr(R"("--host", "n1:3,n2:3", "-x", "LD_LIBRARY_PATH", "worker")"));
  for (auto const family : {MpiFamily::mpich, MpiFamily::intel})
    EXPECT_THAT(words_on_hosts(family), HasSubstr(R"("-hosts", "n1,n2", "worker")"));
}

TEST(MpiexecEnvironment, ReachesHostsThroughSshAndLeavesNothingOfThisOne) {
  LaunchContext context;
  context.scratch = "/tmp/mine";
  auto const on_hosts = [&](MpiFamily family) {
    context.mpi = {"mpiexec", family, "", "", {"n1"}};
    return find_launcher("mpiexec")->environment({}, context);
  };
  EXPECT_THAT(on_hosts(MpiFamily::mpich), ElementsAre(Pair("HYDRA_LAUNCHER", "ssh")));
  EXPECT_EQ(on_hosts(MpiFamily::intel).at("I_MPI_HYDRA_BOOTSTRAP"), "ssh");
  EXPECT_FALSE(on_hosts(MpiFamily::intel).contains("I_MPI_TMPDIR"));
  EXPECT_THAT(on_hosts(MpiFamily::open_mpi), IsEmpty());
}

TEST(MpiexecWords, OfIntelLeaveToTheStudyWhatItSays) {
  Point point;
  point.env = {{"I_MPI_PIN_ORDER", "scatter"}};
  EXPECT_THAT(words_of(MpiFamily::intel, point), Not(Contains("I_MPI_PIN_ORDER")));
}

Environment environment_of(MpiFamily family, int nodes) {
  Point point;
  point.nodes = nodes;
  LaunchContext context;
  context.mpi.family = family;
  context.scratch = "/tmp/mine";
  context.shared_memory = "/dev/shm/mine";
  context.inherited = {{"I_MPI_DEBUG", "0"}};
  return find_launcher("mpiexec")->environment(point, context);
}

TEST(MpiexecEnvironment, KeepsFilesOfOpenMpiInDirectoriesOfTheAttempt) {
  auto const here = environment_of(MpiFamily::open_mpi, 1);
  for (auto const* name : {"OMPI_MCA_orte_tmpdir_base", "PRTE_MCA_prte_tmpdir_base"})
    EXPECT_EQ(here.at(name), "/tmp/mine") << name;
  for (auto const* name :
       {"OMPI_MCA_btl_vader_backing_directory", "OMPI_MCA_btl_sm_backing_directory",
        "OMPI_MCA_osc_sm_backing_directory"})
    EXPECT_EQ(here.at(name), "/dev/shm/mine") << name;
  EXPECT_FALSE(
      environment_of(MpiFamily::open_mpi, 2)
          .contains(
              "PRTE_MCA_prte_tmpdir_base"));  // other nodes have no such directory
}

TEST(MpiexecEnvironment, KeepsTheMemoryOfLoneRanksOfOpenMpiInADirectoryOfTheAttempt) {
  for (auto const launcher : {MpiFamily::mpich, MpiFamily::intel})
    EXPECT_THAT(environment_of(launcher, 1),
                Contains(Pair("OMPI_MCA_btl_sm_backing_directory", "/dev/shm/mine")));
}

TEST(MpiexecEnvironment, KeepsHydraOnThisHostFromSlurmAndSsh) {
  EXPECT_THAT(environment_of(MpiFamily::mpich, 1),
              Contains(Pair("HYDRA_LAUNCHER", "fork")));
  EXPECT_THAT(environment_of(MpiFamily::mpich, 2), IsEmpty());
  auto const intel = environment_of(MpiFamily::intel, 1);
  EXPECT_EQ(intel.at("I_MPI_HYDRA_BOOTSTRAP"), "fork");
  EXPECT_EQ(intel.at("I_MPI_FABRICS"), "shm");
  EXPECT_FALSE(environment_of(MpiFamily::intel, 2).contains("I_MPI_FABRICS"));
}

TEST(MpiexecEnvironment, LeavesTheFabricsOfIntelToTheUser) {
  LaunchContext context;
  context.mpi.family = MpiFamily::intel;
  context.inherited = {{"I_MPI_FABRICS", "ofi"}};
  EXPECT_FALSE(
      find_launcher("mpiexec")->environment({}, context).contains("I_MPI_FABRICS"));
}

TEST(LocalEnvironment, KeepsTheMemoryOfOpenMpiInADirectoryOfTheAttempt) {
  LaunchContext context;
  context.shared_memory = "/dev/shm/mine";
  auto const settings = find_launcher("local")->environment({}, context);
  for (auto const* name :
       {"OMPI_MCA_btl_vader_backing_directory", "OMPI_MCA_btl_sm_backing_directory"})
    EXPECT_EQ(settings.at(name), "/dev/shm/mine") << name;
}

TEST(LocalWords, AreTheWorkersOwn) {
  EXPECT_THAT(find_launcher("local")->argv({}, {"worker", "job"}, {}),
              ElementsAre("worker", "job"));
}

}  // namespace
}  // namespace assay
