// SPDX-License-Identifier: Apache-2.0
// Launchers and libraries name themselves; their words are matched, nothing is guessed.
#include "find_mpi_launcher.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "common/first_line.hpp"
#include "os/errors.hpp"
#include "site/workers.hpp"

namespace assay {
namespace {

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
  auto launcher = known_mpi_launcher(program, environment);
  return launcher && is_their_own(*launcher, workers) ? launcher : std::nullopt;
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
  auto launcher = parse_mpi_launcher(program, answer.output_tail);
  if (cannot_bind(answer.output_tail)) launcher.binder = cores_program();
  return launcher;
}

std::optional<MpiLauncher> known_mpi_launcher(std::string const& program,
                                              Environment const& environment) {
  try {
    auto launcher = ask_mpi_launcher(program, environment);
    if (launcher.family != MpiFamily::unknown) return launcher;
  } catch (EnvironmentError const&) {  // the next one may start
  }
  return std::nullopt;
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
