// SPDX-License-Identifier: Apache-2.0
// mpiexec of Open MPI 4.1 and 5: as many ranks on each node, each bound to cores of its
// own.
#include <fmt/format.h>

#include "launcher.hpp"

namespace assay {
namespace {

Argv argv(Point const& point, Argv const& worker) {
  Argv words{"mpiexec",
             "-n",
             std::to_string(point.ranks),
             "--map-by",
             fmt::format("ppr:{}:node:PE={}", point.ranks_per_node(), point.threads),
             "--bind-to",
             "core"};
  // Ranks on other nodes see only what is named.
  for (auto const& [name, value] : point_environment(point)) {
    words.insert(words.end(), {"-x", name});
  }
  words.insert(words.end(), worker.begin(), worker.end());
  return words;
}

// A killed launch leaves its session and shared-memory files behind; in directories of
// its own they can be removed without harm to others. Names of 4.1, then of 5.
Environment environment(Point const& point, Site const& site) {
  Environment settings;
  if (site.as_root) {
    settings["OMPI_ALLOW_RUN_AS_ROOT"] = "1";
    settings["OMPI_ALLOW_RUN_AS_ROOT_CONFIRM"] = "1";
  }
  if (point.nodes > 1) return settings;  // the directories exist on this host only
  if (!site.scratch.empty()) {
    settings["OMPI_MCA_orte_tmpdir_base"] = site.scratch;
    settings["PRTE_MCA_prte_tmpdir_base"] = site.scratch;
  }
  if (!site.shared_memory.empty()) {
    settings["OMPI_MCA_btl_vader_backing_directory"] = site.shared_memory;
    settings["OMPI_MCA_btl_sm_backing_directory"] = site.shared_memory;
  }
  return settings;
}

RegisterLauncher const registered{
    {"mpiexec", "Open MPI's mpiexec, ranks bound to cores", argv, environment}};

}  // namespace
}  // namespace assay
