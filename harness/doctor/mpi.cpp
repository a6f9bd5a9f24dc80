// SPDX-License-Identifier: Apache-2.0
// The launcher, and that it is of the MPI that each worker is linked with.
#include <fmt/format.h>

#include "doctor.hpp"
#include "os/errors.hpp"
#include "site/preflight.hpp"
#include "site/workers.hpp"

namespace assay::doctor {
namespace {

std::string first_clause(std::string const& library) {
  return library.substr(0, library.find_first_of(",\n"));
}

Line compare(MpiLauncher const& launcher, std::string const& backend,
             Environment const& environment) {
  auto const worker = worker_path(backend).filename().string();
  try {
    auto const library = library_of_worker(backend, environment);
    auto const problem = mismatch(launcher, worker, library);
    if (!problem.empty()) {
      return {worker, Level::error, problem};  // which says what to do
    }
    return {worker, Level::ok, "linked with " + first_clause(library)};
  } catch (EnvironmentError const&) {
    return {worker, Level::error, "does not start", "see the line on backends"};
  }
}

std::string plugins_of(Srun const& srun) {
  if (srun.mpi.empty()) return "with the site's own MPI";
  if (srun.mpi == srun.mpi_of_mpich) return "--mpi=" + srun.mpi;
  return fmt::format("--mpi={}, for MPICH and Intel MPI --mpi={}", srun.mpi,
                     srun.mpi_of_mpich);
}

}  // namespace

Lines check_mpi(Patient const& patient) {
  auto const& machine = patient.machine;
  if (machine.srun) {
    return {{"launcher", Level::ok, "srun of this job, " + plugins_of(*machine.srun)}};
  }
  Lines lines;
  MpiLauncher launcher;
  try {
    launcher = launcher_of_built_workers(patient.environment);
  } catch (EnvironmentError const& problem) {
    return {{"launcher", Level::error, problem.what(),  // which says what to do
             machine.has_mpiexec ? "" : "until then points of one rank only can run"}};
  }
  if (launcher.family == MpiFamily::unknown) {
    lines.push_back(
        {"launcher", Level::warning,
         launcher.program + " is of an MPI that is not known",
         "ranks are not bound; set ASSAY_MPIEXEC to the mpiexec of Open MPI, "
         "MPICH or Intel MPI"});
  } else {
    lines.push_back({"launcher", Level::ok,
                     launcher.program + ": " + launcher.version +
                         (launcher.note.empty() ? "" : " (" + launcher.note + ")")});
  }
  for (auto const& backend : built_backends()) {
    lines.push_back(compare(launcher, backend, patient.environment));
  }
  return lines;
}

}  // namespace assay::doctor
