// SPDX-License-Identifier: Apache-2.0
// No launcher: the worker is one process of ours, with the CPUs that we have.
#include "model/launcher.hpp"
#include "model/machine.hpp"

namespace assay {
namespace {

Argv argv(Point const&, Argv const& worker, LaunchContext const&) { return worker; }

// An Open MPI worker without mpiexec makes its session directory all the same; a daemon
// (orted) of 4.1, which may not be installed where mpiexec is not, is not needed by one
// rank.
Environment environment(Point const&, LaunchContext const& context) {
  Environment settings{{"OMPI_MCA_ess_singleton_isolated", "1"}};
  if (!context.scratch.empty()) settings["OMPI_MCA_orte_tmpdir_base"] = context.scratch;
  if (!context.shared_memory.empty()) {
    settings["OMPI_MCA_btl_vader_backing_directory"] = context.shared_memory;
    settings["OMPI_MCA_btl_sm_backing_directory"] = context.shared_memory;  // of 5
  }
  return settings;
}

std::string misfit(Point const& point, Machine const& machine) {
  if (machine.is_reached_by_ssh && machine.has_mpiexec)
    return "launcher local starts nothing on the study's hosts: use mpiexec";
  if (point.ranks == 1 && !machine.is_reached_by_ssh) return {};
  std::string limit = "launcher local starts one rank";
  if (machine.has_mpiexec) return limit;
  return limit +
         ", and there is no mpiexec here: install Open MPI, load its module, or name "
         "its launcher in ASSAY_MPIEXEC";
}

RegisterLauncher const registered{{.name = "local",
                                   .place = 3,
                                   .argv = argv,
                                   .environment = environment,
                                   .preference = [](Machine const&) { return 1; },
                                   .misfit = misfit,
                                   .max_ranks = 1}};

}  // namespace
}  // namespace assay
