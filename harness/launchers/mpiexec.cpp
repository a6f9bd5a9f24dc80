// SPDX-License-Identifier: Apache-2.0
// mpiexec of whichever MPI there is: as many ranks on each node, each bound to cores of
// its own. Where the MPI is not known no binding is asked for, and the gate decides.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <string>
#include <utility>
#include <vector>

#include "model/launcher.hpp"
#include "model/machine.hpp"
#include "model/placement.hpp"
#include "text/append.hpp"

namespace assay {
namespace {

bool goes_round_node(Point const& point) {
  return point.place == place_by_socket || point.place == place_by_numa;
}

bool is_dealt_by_node(Point const& point) {
  return point.is_uneven() || point.place == place_by_node;
}

/// The domain of a node that ranks go round.
char const* domain_of(Point const& point) {
  return point.place == place_by_numa ? "numa" : "socket";
}

/// `ppr` fills one node after the other and may leave the last ones empty where ranks
/// are shared unequally; dealt out by node, each has as many or one less. Open MPI 5
/// numbers the ranks of a socket one after the other, if it is not told to do so in the
/// order in which it places them.
Argv open_mpi_map_words(Point const& point) {
  auto const map = [&](std::string const& by) {
    return Argv{"--map-by", fmt::format("{}:PE={}", by, point.cores_of_rank())};
  };
  if (goes_round_node(point)) {
    auto words = map(domain_of(point));
    append(words, {"--rank-by", "slot"});
    return words;
  }
  if (is_dealt_by_node(point)) return map("node");
  return map(fmt::format("ppr:{}:node", point.ranks_per_node()));
}

/// The first ones, as many as the point has nodes; none where nobody named any.
std::vector<std::string> hosts_of(Point const& point, LaunchContext const& context) {
  auto hosts = context.mpi.hosts;
  if (!hosts.empty()) hosts.resize(static_cast<std::size_t>(point.nodes));
  return hosts;
}

/// Whether the launch may be on other hosts than this one.
bool is_elsewhere(Point const& point, LaunchContext const& context) {
  return point.nodes > 1 || !context.mpi.hosts.empty();
}

/// Ranks that hydra starts on a node before it goes to the next, and round again.
std::string hydra_share(Point const& point) {
  return std::to_string(is_dealt_by_node(point) ? 1 : point.ranks_per_node());
}

/// With as many slots as ranks: else each host has one. What the shell that ssh starts
/// there does not say, as modules would, is handed on.
Argv open_mpi_host_words(Point const& point, LaunchContext const& context) {
  Argv words;
  std::string list;
  for (auto const& host : hosts_of(point, context))
    list +=
        fmt::format("{}{}:{}", list.empty() ? "" : ",", host, point.ranks_per_node());
  if (list.empty()) return words;
  words = {"--host", list};
  for (auto const* name : {"PATH", "LD_LIBRARY_PATH"})
    if (context.inherited.contains(name) && !point.env.contains(name))
      append(words, {"-x", name});
  return words;
}

Argv hydra_host_words(Point const& point, LaunchContext const& context) {
  auto const hosts = hosts_of(point, context);
  if (hosts.empty()) return {};
  return {"-hosts", fmt::format("{}", fmt::join(hosts, ","))};
}

// Options that 4.1 and 5 understand alike.
Argv open_mpi_words(Point const& point, LaunchContext const& context) {
  Argv words{context.mpi.program, "-n", std::to_string(point.ranks)};
  append(words, open_mpi_map_words(point));
  append(words, {"--bind-to", "core"});
  // Ranks on other nodes see only what is named.
  for (auto const& [name, value] : point_environment(point)) {
    append(words, {"-x", name});
  }
  append(words, open_mpi_host_words(point, context));
  return words;
}

// Hydra hands on the whole environment by itself.
Argv mpich_words(Point const& point, LaunchContext const& context) {
  auto const cores = std::to_string(point.cores_of_rank());
  auto const& binder = context.mpi.binder;
  Argv words{context.mpi.program, "-n", std::to_string(point.ranks), "-ppn",
             hydra_share(point)};
  if (binder.empty())
    append(words, {"-bind-to", "core:" + cores, "-map-by",
                   goes_round_node(point) ? domain_of(point) : "core:" + cores});
  append(words, hydra_host_words(point, context));
  if (!binder.empty()) append(words, {binder, cores});
  return words;
}

// Intel's hydra knows no -bind-to: it binds by variables. A domain is the cores of one
// rank; with cells of cores, threads of one core never count as two. What the study
// itself says of them wins. Scattered, neighbours share as little as they can.
Argv intel_words(Point const& point, LaunchContext const& context) {
  Argv words{context.mpi.program, "-n", std::to_string(point.ranks), "-ppn",
             hydra_share(point)};
  auto const domain = fmt::format("{}:compact", point.cores_of_rank());
  for (auto const& [name, value] :
       {std::pair<char const*, std::string>{"I_MPI_PIN", "on"},
        {"I_MPI_PIN_CELL", "core"},
        {"I_MPI_PIN_DOMAIN", domain},
        {"I_MPI_PIN_ORDER", goes_round_node(point) ? "scatter" : "compact"}}) {
    if (!point.env.contains(name)) append(words, {"-genv", name, value});
  }
  append(words, hydra_host_words(point, context));
  return words;
}

Argv launcher_words(Point const& point, LaunchContext const& context) {
  switch (context.mpi.family) {
    case MpiFamily::open_mpi:
      return open_mpi_words(point, context);
    case MpiFamily::mpich:
      return mpich_words(point, context);
    case MpiFamily::intel:
      return intel_words(point, context);
    default:
      return {context.mpi.program, "-n", std::to_string(point.ranks)};
  }
}

Argv argv(Point const& point, Argv const& worker, LaunchContext const& context) {
  auto words = launcher_words(point, context);
  append(words, worker);
  return words;
}

// A killed launch leaves its session and shared-memory files behind; in directories of
// its own they can be removed without harm to others. Names of 4.1, then of 5. Lone
// ranks of 5, under a launcher of another MPI, leave them even where they end well.
void add_own_directories(Environment& settings, LaunchContext const& context) {
  if (!context.scratch.empty()) {
    settings["OMPI_MCA_orte_tmpdir_base"] = context.scratch;
    settings["PRTE_MCA_prte_tmpdir_base"] = context.scratch;
  }
  if (context.shared_memory.empty()) return;
  for (auto const* component : {"btl_vader", "btl_sm", "osc_sm"})
    settings[fmt::format("OMPI_MCA_{}_backing_directory", component)] =
        context.shared_memory;
}

Environment open_mpi_environment(LaunchContext const& context) {
  Environment settings;
  if (!context.as_root) return settings;
  for (auto const* family : {"OMPI", "PRTE"}) {
    settings[fmt::format("{}_ALLOW_RUN_AS_ROOT", family)] = "1";
    settings[fmt::format("{}_ALLOW_RUN_AS_ROOT_CONFIRM", family)] = "1";
  }
  return settings;
}

// In a job of Slurm hydra starts its helpers by srun, on this host too, where they
// would wait for the step that runs us.
Environment mpich_environment(Point const& point, LaunchContext const& context) {
  if (!context.mpi.hosts.empty()) return {{"HYDRA_LAUNCHER", "ssh"}};
  if (point.nodes > 1) return {};
  return {{"HYDRA_LAUNCHER", "fork"}};
}

// The same of Intel's. In a job it takes the job's ranks per node for those asked; and
// on one host it needs no network, unless the user says so.
Environment intel_environment(Point const& point, LaunchContext const& context) {
  Environment settings{{"I_MPI_JOB_RESPECT_PROCESS_PLACEMENT", "off"}};
  if (!context.mpi.hosts.empty()) settings["I_MPI_HYDRA_BOOTSTRAP"] = "ssh";
  if (is_elsewhere(point, context)) return settings;
  settings["I_MPI_HYDRA_BOOTSTRAP"] = "fork";
  if (!context.inherited.contains("I_MPI_FABRICS")) settings["I_MPI_FABRICS"] = "shm";
  if (!context.scratch.empty()) settings["I_MPI_TMPDIR"] = context.scratch;
  return settings;
}

Environment environment_of_family(Point const& point, LaunchContext const& context) {
  switch (context.mpi.family) {
    case MpiFamily::mpich:
      return mpich_environment(point, context);
    case MpiFamily::intel:
      return intel_environment(point, context);
    default:
      return open_mpi_environment(context);
  }
}

Environment environment(Point const& point, LaunchContext const& context) {
  auto settings = environment_of_family(point, context);
  if (!is_elsewhere(point, context))  // the directories exist on this host only
    add_own_directories(settings, context);
  return settings;
}

RegisterLauncher const registered{
    {.name = "mpiexec",
     .place = 1,
     .argv = argv,
     .environment = environment,
     .preference = [](Machine const& machine) { return machine.has_mpiexec ? 2 : 0; },
     .uses_mpiexec = true}};

}  // namespace
}  // namespace assay
