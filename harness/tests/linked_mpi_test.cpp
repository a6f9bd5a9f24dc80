// SPDX-License-Identifier: Apache-2.0
#include "site/linked_mpi.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "scratch.hpp"

namespace assay {
namespace {

std::string ldd_of(std::string const& name) {
  return "\tlinux-vdso.so.1 (0x00007ffe)\n\t" + name + " => /opt/mpi/" + name +
         " (0x00007f1e)\n\tlibmpi_mpifh.so.40 => /x "
         "(0x0)\n\t/lib64/ld-linux-x86-64.so.2 "
         "(0x0)\n";
}

TEST(LinkedMpi, IsKnownByTheNameOfItsLibrary) {
  for (auto const& [name, family] : std::vector<std::pair<std::string, MpiFamily>>{
           {"libmpi.so.40", MpiFamily::open_mpi},
           {"libmpi.so.20", MpiFamily::open_mpi},
           {"libmpi.so.12", MpiFamily::mpich},
           {"libmpich.so.12", MpiFamily::mpich},
           {"libmpi_cray.so.12", MpiFamily::mpich}}) {
    auto const linked = linked_mpi_in(ldd_of(name));
    ASSERT_TRUE(linked) << name;
    EXPECT_EQ(linked->family, family) << name;
    EXPECT_EQ(linked->library, "/opt/mpi/" + name);
  }
}

TEST(LinkedMpi, KnowsAnOpenMpiOfEarlierDays) {
  auto const linked = linked_mpi_in(
      "\tlibmpi.so.12 => /o/libmpi.so.12 (0x0)\n\tlibopen-rte.so.12 => /o/x\n");
  ASSERT_TRUE(linked);
  EXPECT_EQ(linked->family, MpiFamily::open_mpi);
}

TEST(LinkedMpi, IsNoneWhereNoLibrarySaysSo) {
  for (auto const* name : {"libmpi_abi.so.0", "libm.so.6", "libmpi.so"})
    EXPECT_FALSE(linked_mpi_in(ldd_of(name))) << name;
  EXPECT_FALSE(linked_mpi_in("\tnot a dynamic executable\n"));
  EXPECT_FALSE(linked_mpi_in("\tlibmpich.so.12 (0x00007f1e)\n"));
}

TEST(LinkedMpi, HasItsLaunchersBesideIt) {
  Scratch const scratch;
  auto const prefix = scratch / "mpi";
  create_directories(prefix / "bin");
  for (auto const* name : {"mpiexec", "mpiexec.mpich", "mpirun"}) {
    std::ofstream(prefix / "bin" / name) << "#!/bin/sh\n";
    permissions(prefix / "bin" / name, std::filesystem::perms::owner_all);
  }
  std::vector<std::string> const own{prefix / "bin/mpiexec",
                                     prefix / "bin/mpiexec.mpich"};
  EXPECT_EQ(launchers_beside(prefix / "lib/libmpi.so.12"), own);
  EXPECT_EQ(launchers_beside(prefix / "lib/x86_64-linux-gnu/libmpi.so.12"), own);
  EXPECT_TRUE(launchers_beside("libmpi.so.12").empty());
}

TEST(LinkedMpi, IsNoneOfAProgramWithoutIt) {
  Environment const environment{{"PATH", "/usr/bin:/bin"}};
  EXPECT_FALSE(linked_mpi("/bin/true", environment));
  EXPECT_FALSE(linked_mpi("/etc/passwd", environment));
}

}  // namespace
}  // namespace assay
