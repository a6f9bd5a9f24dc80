// SPDX-License-Identifier: Apache-2.0
#include "mpi_launcher.hpp"

#include <gmock/gmock.h>

#include "launcher.hpp"

namespace assay {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr char const* hydra =
    "HYDRA build details:\n    Version:                                 4.0.2\n"
    "    Release Date:  Thu Apr  7 12:34:45 CDT 2022\n";

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
  EXPECT_EQ(parse_mpi_launcher("m", "something else").family, MpiFamily::unknown);
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
  EXPECT_EQ(mismatch(open_mpi, "w", "a library nobody knows"), "");
}

Argv words_of(MpiFamily family, Point const& point) {
  Site site;
  site.mpi = {"/opt/mpiexec", family, ""};
  return find_launcher("mpiexec")->argv(point, {"worker", "job"}, site);
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
  EXPECT_THAT(words_of(MpiFamily::unknown, point),
              ElementsAre("/opt/mpiexec", "-n", "4", "worker", "job"));
}

TEST(LocalWords, AreTheWorkersOwn) {
  EXPECT_THAT(find_launcher("local")->argv({}, {"worker", "job"}, {}),
              ElementsAre("worker", "job"));
}

}  // namespace
}  // namespace assay
