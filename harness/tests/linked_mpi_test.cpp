// SPDX-License-Identifier: Apache-2.0
#include "site/linked_mpi.hpp"

#include <elf.h>
#include <gtest/gtest.h>
#include <link.h>

#include <cstring>
#include <fstream>
#include <memory>

#include "os/errors.hpp"
#include "scoped_variable.hpp"
#include "scratch.hpp"
#include "site/preflight.hpp"

namespace assay {
namespace {

namespace fs = std::filesystem;

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

void write_script(fs::path const& file, std::string const& text) {
  create_directories(file.parent_path());
  std::ofstream(file) << "#!/bin/sh\n" << text << '\n';
  permissions(file, fs::perms::owner_all);
}

TEST(LinkedMpi, HasItsLaunchersBesideIt) {
  Scratch const scratch;
  auto const prefix = canonical(scratch.path()) / "mpi";
  for (auto const* name : {"mpiexec", "mpiexec.mpich", "mpirun"})
    write_script(prefix / "bin" / name, "");
  std::vector<std::string> const own{prefix / "bin/mpiexec",
                                     prefix / "bin/mpiexec.mpich"};
  EXPECT_EQ(launchers_beside(prefix / "lib/libmpi.so.12"), own);
  EXPECT_EQ(launchers_beside(prefix / "lib/x86_64-linux-gnu/libmpi.so.12"), own);
  EXPECT_TRUE(launchers_beside("libmpi.so.12").empty());
}

TEST(LinkedMpi, HasNoLauncherOfAnotherPrefix) {
  Scratch const scratch;
  auto const prefix = canonical(scratch.path());
  for (auto const* name : {"mpiexec", "mpiexec.mpich"})
    write_script(prefix / "bin" / name, "");
  EXPECT_TRUE(launchers_beside(prefix / "mpi/lib/libmpi.so.12").empty());
  EXPECT_EQ(launchers_beside(prefix / "lib/mpich/lib/libmpich.so.12"),
            std::vector<std::string>{prefix / "bin/mpiexec.mpich"});
  for (auto const& program : launchers_beside("/lib/x86_64-linux-gnu/libmpi.so.12"))
    EXPECT_TRUE(program.starts_with("/usr/bin/")) << program;
}

TEST(LinkedMpi, IsNoneOfAProgramWithoutIt) {
  Environment const environment{{"PATH", "/usr/bin:/bin"}};
  EXPECT_FALSE(linked_mpi("/bin/true", environment));
  EXPECT_FALSE(linked_mpi("/etc/passwd", environment));
}

constexpr auto const* hydra_says =
    "echo HYDRA build details:; echo '    Version: 4.0.2'";

/// An executable whose dynamic linker, a script, says that it needs MPICH.
class ProgramOfMpich : public testing::Test {
 protected:
  ProgramOfMpich() {
    auto const loader = scratch_ / "loader";
    write_script(loader, "echo libmpich.so.12 '=>' " +
                             (prefix_ / "lib/libmpich.so.12").string());
    ElfW(Ehdr) elf{};
    ElfW(Phdr) part{};
    std::memcpy(elf.e_ident, ELFMAG, SELFMAG);
    elf.e_phoff = sizeof elf;
    elf.e_phentsize = sizeof part;
    elf.e_phnum = 1;
    part.p_type = PT_INTERP;
    part.p_offset = sizeof elf + sizeof part;
    std::ofstream out(scratch_ / "program", std::ios::binary);
    out.write(reinterpret_cast<char const*>(&elf), sizeof elf);
    out.write(reinterpret_cast<char const*>(&part), sizeof part);
    out << loader.string() << '\0';
  }

  void install(std::string const& name, std::string const& words) const {
    write_script(prefix_ / "bin" / name, words);
  }
  std::string installed(std::string const& name) const {
    return prefix_ / "bin" / name;
  }
  std::vector<Point> points(int ranks) const {
    Program program;
    program.readings.proof = Proof::witness;
    program.files = {scratch_ / "program"};
    Point point;
    point.ranks = ranks;
    point.launcher = "mpiexec";
    point.program = std::make_shared<Program const>(program);
    return {point};
  }
  MpiLauncher taken() const {
    return launcher_of_programs({}, true, points(2), environment_);
  }

  Scratch scratch_;
  fs::path prefix_ = canonical(scratch_.path()) / "mpi";
  Environment environment_{{"PATH", (scratch_ / "empty").string()}};
};

TEST_F(ProgramOfMpich, IsStartedByTheNextLauncherWhereOneDoesNotStart) {
  install("mpiexec", "");
  EXPECT_THROW(taken(), EnvironmentError);
  install("mpiexec.mpich", hydra_says);
  EXPECT_EQ(taken().program, installed("mpiexec.mpich"));
  EXPECT_EQ(taken().family, MpiFamily::mpich);
}

TEST_F(ProgramOfMpich, IsStartedByNoLauncherOfAnotherOrUnknownMpi) {
  install("mpiexec", "echo 'some launcher 1.0'");
  EXPECT_THROW(taken(), EnvironmentError);
  install("mpiexec.openmpi", "echo 'mpiexec (OpenRTE) 4.1.4'");
  EXPECT_THROW(taken(), EnvironmentError);
  install("mpiexec.mpich", hydra_says);
  EXPECT_EQ(taken().program, installed("mpiexec.mpich"));
}

TEST_F(ProgramOfMpich, IsStartedByItsLauncherWhereNoneIsOnPath) {
  ScopedVariable const nothing_built("ASSAY_WORKER_DIR", scratch_ / "empty");
  EXPECT_THROW(prepare_launcher(points(2), environment_), EnvironmentError);
  install("mpiexec", hydra_says);
  for (int const ranks : {1, 2}) {
    auto const launcher = prepare_launcher(points(ranks), environment_);
    EXPECT_EQ(launcher.program, installed("mpiexec"));
    EXPECT_EQ(launcher.note, "there is no mpiexec on PATH that starts; taking " +
                                 installed("mpiexec") + ", that of the program's MPI");
  }
}

}  // namespace
}  // namespace assay
