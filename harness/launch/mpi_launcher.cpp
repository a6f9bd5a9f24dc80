// SPDX-License-Identifier: Apache-2.0
// Launchers and libraries name themselves; their words are matched, nothing is guessed.
#include "mpi_launcher.hpp"

#include <fmt/format.h>

#include <cstdlib>

#include "machine.hpp"

namespace assay {
namespace {

bool contains(std::string const& text, char const* part) {
  return text.find(part) != std::string::npos;
}

std::string first_line(std::string const& text) {
  return text.substr(0, text.find('\n'));
}

// Hydra prints a table, with the version on the second line.
std::string hydra_version(std::string const& text) {
  auto const label = text.find("Version:");
  if (label == std::string::npos) return "HYDRA";
  auto const begin = text.find_first_not_of(" \t", label + 8);
  if (begin == std::string::npos) return "HYDRA";
  return "HYDRA " + text.substr(begin, text.find('\n', begin) - begin);
}

char const* name_of(MpiFamily family) {
  return family == MpiFamily::open_mpi ? "Open MPI" : "MPICH";
}

}  // namespace

std::string mpiexec_program() {
  char const* const chosen = std::getenv("ASSAY_MPIEXEC");
  return chosen != nullptr && *chosen != '\0' ? chosen : "mpiexec";
}

MpiLauncher parse_mpi_launcher(std::string const& program, std::string const& text) {
  // 4.1 calls itself OpenRTE, 5 Open MPI.
  if (contains(text, "(OpenRTE)") || contains(text, "(Open MPI)")) {
    return {program, MpiFamily::open_mpi, first_line(text)};
  }
  if (contains(text, "HYDRA")) {
    return {program, MpiFamily::mpich, hydra_version(text)};
  }
  if (contains(text, "Intel(R) MPI")) {
    return {program, MpiFamily::mpich, first_line(text)};
  }
  return {program, MpiFamily::unknown, first_line(text)};
}

MpiFamily family_of_library(std::string const& library) {
  if (contains(library, "Open MPI")) return MpiFamily::open_mpi;
  for (auto const* name : {"MPICH", "MVAPICH", "Intel(R) MPI"}) {
    if (contains(library, name)) return MpiFamily::mpich;
  }
  return MpiFamily::unknown;
}

std::string mismatch(MpiLauncher const& launcher, std::string const& worker,
                     std::string const& library) {
  auto const linked = family_of_library(library);
  if (linked == MpiFamily::unknown || launcher.family == MpiFamily::unknown ||
      linked == launcher.family) {
    return {};
  }
  return fmt::format(
      "{} is of {} ({}), but {} is linked with {}: every rank would be a world of its "
      "own. Set ASSAY_MPIEXEC to the mpiexec of {}, or build with the other MPI",
      launcher.program, name_of(launcher.family), launcher.version, worker,
      name_of(linked), name_of(linked));
}

MpiLauncher find_mpi_launcher(Environment const& environment) {
  auto const program = mpiexec_program();
  auto const answer =
      run_process({{program, "--version"}, environment, "/", ""}, {.timeout_s = 30});
  if (answer.ending == Ending::interrupted) return {program, MpiFamily::unknown, ""};
  if (answer.ending != Ending::exited || answer.output_tail.empty()) {
    throw EnvironmentError(fmt::format(
        "{}. Load the module of the MPI that the workers were built with, or name its "
        "launcher in ASSAY_MPIEXEC",
        answer.error.empty() ? "'" + program + " --version' prints nothing"
                             : answer.error));
  }
  return parse_mpi_launcher(program, answer.output_tail);
}

}  // namespace assay
