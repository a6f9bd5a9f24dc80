// SPDX-License-Identifier: Apache-2.0
// By the version in the library's name: Open MPI has counted from 20 to 40 and on,
// MPICH and all that share its binary interface (Intel MPI, MVAPICH, Cray MPICH) have
// stayed at 12.
#include "linked_mpi.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <set>
#include <sstream>
#include <system_error>

#include "find_mpi_launcher.hpp"
#include "linked_libraries.hpp"
#include "model/launcher.hpp"
#include "os/errors.hpp"

namespace assay {
namespace {

MpiFamily family_of_file(std::string_view name) {
  for (auto const* of_mpich : {"libmpich", "libmpi_cray", "libmpi_gnu", "libmpi.so.12"})
    if (name.starts_with(of_mpich)) return MpiFamily::mpich;
  for (auto const* of_open_mpi : {"libmpi.so.20", "libmpi.so.40", "libmpi.so.80"})
    if (name.starts_with(of_open_mpi)) return MpiFamily::open_mpi;
  return MpiFamily::unknown;
}

/// PREFIX of PREFIX/lib/.../libmpi.so, the nearest first. The root is nobody's: where
/// /lib is a link to /usr/lib, the dynamic linker may name either.
std::vector<std::filesystem::path> prefixes_of(std::filesystem::path const& library) {
  std::vector<std::filesystem::path> prefixes;
  std::error_code unreadable;
  auto directory = weakly_canonical(library.parent_path(), unreadable);
  for (; directory.has_relative_path(); directory = directory.parent_path()) {
    auto const name = directory.filename();
    auto const prefix = directory.parent_path();
    if ((name == "lib" || name == "lib64") && prefix.has_relative_path())
      prefixes.push_back(prefix);
  }
  return prefixes;
}

/// Of the points of so many ranks or more, without those that nobody looks at.
std::set<std::string> files_of_programs(std::vector<Point> const& points,
                                        int fewest_ranks) {
  std::set<std::string> files;
  for (auto const& point : points)
    if (point.program != nullptr && point.ranks >= fewest_ranks &&
        point.program->readings.proof == Proof::witness &&
        launcher_of(point).uses_mpiexec)
      files.insert(point.program->files.begin(), point.program->files.end());
  return files;
}

/// Why `launcher` cannot start one of these programs, and the cure: it is linked with
/// another MPI. None where it can; what a script starts is left to the witness.
std::optional<std::string> mismatch_of_files(MpiLauncher const& launcher,
                                             std::set<std::string> const& files,
                                             Environment const& environment) {
  for (auto const& file : files) {
    auto const linked = linked_mpi(file, environment);
    if (!linked || understand_each_other(linked->family, launcher.family)) continue;
    return fmt::format(
        "{} is linked with {} ({}), but {} is of {} ({}): every rank would "
        "be a world of its own. Set ASSAY_MPIEXEC to the mpiexec of {}, or "
        "use the program's build for {}",
        file, name_of(linked->family), linked->library, launcher.program,
        name_of(launcher.family), launcher.version, name_of(linked->family),
        name_of(launcher.family));
  }
  return std::nullopt;
}

}  // namespace

std::optional<LinkedMpi> linked_mpi_in(std::string_view ldd) {
  bool const is_open_mpi = ldd.find("libopen-") != ldd.npos;  // 1.10 was at 12 too
  std::istringstream lines{std::string(ldd)};
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string name, arrow, path;
    words >> name >> arrow >> path;
    auto const family = family_of_file(name);
    if (family != MpiFamily::unknown && arrow == "=>")
      return LinkedMpi{is_open_mpi ? MpiFamily::open_mpi : family, path};
  }
  return std::nullopt;
}

std::optional<LinkedMpi> linked_mpi(std::filesystem::path const& file,
                                    Environment const& environment) {
  return linked_mpi_in(linked_libraries(file, environment));
}

std::vector<std::string> launchers_beside(std::filesystem::path const& library) {
  std::vector<std::string> found;
  std::vector<std::string> names{"mpiexec", "mpiexec.mpich", "mpiexec.openmpi"};
  for (auto const& prefix : prefixes_of(library)) {
    for (auto const& name : names) {
      auto const program = prefix / "bin" / name;
      if (::access(program.c_str(), X_OK) == 0) found.push_back(program.string());
    }
    names.erase(std::remove(names.begin(), names.end(), "mpiexec"), names.end());
  }
  return found;
}

std::optional<MpiLauncher> own_launcher_of(std::set<std::string> const& files,
                                           Environment const& environment) {
  for (auto const& file : files) {
    auto const linked = linked_mpi(file, environment);
    if (!linked) continue;
    for (auto const& program : launchers_beside(linked->library)) {
      auto own = known_mpi_launcher(program, environment);
      if (own && !mismatch_of_files(*own, files, environment)) return own;
    }
  }
  return std::nullopt;
}

std::optional<MpiLauncher> own_launcher_of_programs(std::vector<Point> const& points,
                                                    Environment const& environment) {
  return own_launcher_of(files_of_programs(points, 1), environment);
}

MpiLauncher launcher_of_programs(MpiLauncher const& launcher, bool may_be_another,
                                 std::vector<Point> const& points,
                                 Environment const& environment) {
  auto const files = files_of_programs(points, 2);  // a lone rank is a world anyway
  auto const problem = mismatch_of_files(launcher, files, environment);
  if (!problem) return launcher;
  if (!may_be_another || !chosen_mpiexec().empty()) throw EnvironmentError(*problem);
  auto own = own_launcher_of(files, environment);
  if (!own) throw EnvironmentError(*problem);
  own->note = fmt::format("{} is of {}; taking {}, that of the program's MPI",
                          launcher.program, name_of(launcher.family), own->program);
  return *own;
}

}  // namespace assay
