// SPDX-License-Identifier: Apache-2.0
// Launchers and libraries name themselves; their words are matched, nothing is guessed.
#include "mpi_launcher.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <optional>

#include "common/first_line.hpp"
#include "machine.hpp"
#include "workers.hpp"

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
  switch (family) {
    case MpiFamily::open_mpi:
      return "Open MPI";
    case MpiFamily::mpich:
      return "MPICH";
    case MpiFamily::intel:
      return "Intel MPI";
    default:
      return "an MPI that is not known";
  }
}

/// By the protocol between launcher and ranks: PMIx, or PMI.
bool understand_each_other(MpiFamily one, MpiFamily other) {
  if (one == MpiFamily::unknown || other == MpiFamily::unknown) return true;
  return (one == MpiFamily::open_mpi) == (other == MpiFamily::open_mpi);
}

/// The first number of the first version in `text`; 0 without one.
int major_release(std::string const& text) {
  auto const is_digit = [&](std::size_t at) {
    return at < text.size() && text[at] >= '0' && text[at] <= '9';
  };
  for (auto dot = text.find('.'); dot != text.npos; dot = text.find('.', dot + 1)) {
    if (dot == 0 || !is_digit(dot - 1) || !is_digit(dot + 1)) continue;
    auto begin = dot - 1;
    while (begin > 0 && is_digit(begin - 1)) --begin;
    return std::atoi(text.c_str() + begin);
  }
  return 0;
}

/// Whether all are linked with this MPI in this major release: others often work, but
/// the mpiexec of Open MPI 5 has programs of 4 load its own library.
bool is_their_own(MpiLauncher const& launcher,
                  std::vector<LinkedWorker> const& workers) {
  return std::all_of(workers.begin(), workers.end(), [&](LinkedWorker const& one) {
    auto const family = family_of_library(one.library);
    return family == MpiFamily::unknown || launcher.family == MpiFamily::unknown ||
           (family == launcher.family &&
            major_release(one.library) == major_release(launcher.version));
  });
}

std::string first_mismatch(MpiLauncher const& launcher,
                           std::vector<LinkedWorker> const& workers) {
  for (auto const& [worker, library] : workers) {
    auto const problem = mismatch(launcher, worker, library);
    if (!problem.empty()) return problem;
  }
  return {};
}

/// That of the build where it is the workers' own; else nothing.
std::optional<MpiLauncher> own_one_of_build(std::vector<LinkedWorker> const& workers,
                                            Environment const& environment) {
  auto const program = mpiexec_of_build();
  if (program.empty()) return std::nullopt;
  try {
    auto launcher = ask_mpi_launcher(program, environment);
    bool const is_known = launcher.family != MpiFamily::unknown;
    return is_known && is_their_own(launcher, workers) ? std::optional(launcher)
                                                       : std::nullopt;
  } catch (EnvironmentError const&) {
    return std::nullopt;
  }
}

struct Tried {
  std::optional<MpiLauncher> launcher;
  std::string problem;  ///< why it cannot be taken; may be empty
};

Tried try_first(std::vector<LinkedWorker> const& workers,
                Environment const& environment) {
  try {
    auto const launcher = find_mpi_launcher(environment);
    return {launcher, first_mismatch(launcher, workers)};
  } catch (EnvironmentError const& error) {
    return {std::nullopt, error.what()};
  }
}

std::string note_of(Tried const& first, MpiLauncher const& taken) {
  auto const what =
      first.launcher
          ? fmt::format("the mpiexec on PATH is of {} ({})",
                        name_of(first.launcher->family), first.launcher->version)
          : std::string("there is no mpiexec on PATH that starts");
  return fmt::format("{}; taking {}, that of the MPI that the workers were built with",
                     what, taken.program);
}

}  // namespace

std::string chosen_mpiexec() {
  char const* const chosen = std::getenv("ASSAY_MPIEXEC");
  return chosen != nullptr ? chosen : "";
}

std::string mpiexec_of_build() {
  auto const program = first_line_of(worker_directory() / "mpiexec-of-build.txt");
  return ::access(program.c_str(), X_OK) == 0 ? program : "";
}

MpiLauncher parse_mpi_launcher(std::string const& program, std::string const& text) {
  // 4.1 calls itself OpenRTE, 5 Open MPI.
  if (contains(text, "(OpenRTE)") || contains(text, "(Open MPI)")) {
    return {program, MpiFamily::open_mpi, first_line(text)};
  }
  if (contains(text, "Intel(R) MPI")) {
    return {program, MpiFamily::intel, first_line(text)};
  }
  if (contains(text, "HYDRA")) {
    return {program, MpiFamily::mpich, hydra_version(text)};
  }
  return {program, MpiFamily::unknown, first_line(text)};
}

MpiFamily family_of_library(std::string const& library) {
  if (contains(library, "Open MPI")) return MpiFamily::open_mpi;
  if (contains(library, "Intel(R) MPI")) return MpiFamily::intel;
  for (auto const* name : {"MPICH", "MVAPICH"}) {
    if (contains(library, name)) return MpiFamily::mpich;
  }
  return MpiFamily::unknown;
}

std::string mismatch(MpiLauncher const& launcher, std::string const& worker,
                     std::string const& library) {
  auto const linked = family_of_library(library);
  if (understand_each_other(linked, launcher.family)) return {};
  return fmt::format(
      "{} is of {} ({}), but {} is linked with {}: every rank would be a world of its "
      "own. Set ASSAY_MPIEXEC to the mpiexec of {}, or build with the other MPI",
      launcher.program, name_of(launcher.family), launcher.version, worker,
      name_of(linked), name_of(linked));
}

MpiLauncher ask_mpi_launcher(std::string const& program,
                             Environment const& environment) {
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

MpiLauncher find_mpi_launcher(Environment const& environment) {
  auto const chosen = chosen_mpiexec();
  return ask_mpi_launcher(chosen.empty() ? "mpiexec" : chosen, environment);
}

MpiLauncher find_fitting_launcher(std::vector<LinkedWorker> const& workers,
                                  Environment const& environment) {
  auto const first = try_first(workers, environment);
  bool const fits = first.launcher && first.problem.empty();
  bool const is_chosen = !chosen_mpiexec().empty();
  if (fits && (is_chosen || is_their_own(*first.launcher, workers)))
    return *first.launcher;
  auto own = own_one_of_build(workers, environment);
  if (own && !is_chosen) {
    own->note = note_of(first, *own);
    return *own;
  }
  if (fits) return *first.launcher;
  throw EnvironmentError(
      own ? fmt::format("{}; without ASSAY_MPIEXEC {} is taken, that of the build",
                        first.problem, own->program)
          : first.problem);
}

}  // namespace assay
