// SPDX-License-Identifier: Apache-2.0
// No launcher: the worker is one process of ours, with the CPUs that we have.
#include "launcher.hpp"

namespace assay {
namespace {

Argv argv(Point const&, Argv const& worker, Site const&) { return worker; }

// An Open MPI worker without mpiexec makes its session directory all the same; a daemon
// (orted) of 4.1, which may not be installed where mpiexec is not, is not needed by one
// rank.
Environment environment(Point const&, Site const& site) {
  Environment settings{{"OMPI_MCA_ess_singleton_isolated", "1"}};
  if (!site.scratch.empty()) settings["OMPI_MCA_orte_tmpdir_base"] = site.scratch;
  if (!site.shared_memory.empty()) {
    settings["OMPI_MCA_btl_vader_backing_directory"] = site.shared_memory;
    settings["OMPI_MCA_btl_sm_backing_directory"] = site.shared_memory;  // of 5
  }
  return settings;
}

RegisterLauncher const registered{
    {"local", "no MPI launcher: one process, one rank", argv, environment}};

}  // namespace
}  // namespace assay
