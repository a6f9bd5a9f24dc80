// SPDX-License-Identifier: Apache-2.0
// srun inside a Slurm job: a step with as many ranks on each node, each bound to cores
// of its own.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "model/launcher.hpp"
#include "model/machine.hpp"
#include "model/placement.hpp"

namespace assay {
namespace {

/// Of ranks over nodes, and of those of a node over its sockets.
std::string distribution(Point const& point) {
  return fmt::format("--distribution={}:{}",
                     point.place == place_by_node ? "cyclic" : "block",
                     point.place == place_by_socket ? "cyclic" : "block");
}

// Everything is said, since what is left out comes from the directives of the job, by
// rules that differ between releases of Slurm (cpus-per-task above all).
Argv argv(Point const& point, Argv const& worker, LaunchContext const& context) {
  Argv words{"srun", fmt::format("--nodes={}", point.nodes),
             fmt::format("--ntasks={}", point.ranks),
             fmt::format("--ntasks-per-node={}", point.ranks_per_node()),
             fmt::format("--cpus-per-task={}", point.cores_of_rank() * point.smt),
             // --hint excludes --cpu-bind
             fmt::format("--threads-per-core={}", point.smt), "--cpu-bind=cores",
             distribution(point), "--exact",
             "--mem=0",  // of the whole node, as with other launchers
             "--kill-on-bad-exit=1",
             "--export=ALL"};  // the environment made for this launch
  bool const reads_input =
      point.program != nullptr && point.program->launch_files.input.has_value();
  if (reads_input) words.push_back("--input=0");  // of the first rank, as with mpiexec
  if (point.on_device()) words.push_back("--gpus-per-task=1");  // as the gate asks
  if (point.gpus_per_rank > 0)
    words.push_back(fmt::format("--gpus-per-task={}", point.gpus_per_rank));
  auto const& step = context.step;
  if (!step.mpi.empty()) words.push_back("--mpi=" + step.mpi);
  if (!step.nodes.empty())
    words.push_back(fmt::format("--nodelist={}", fmt::join(step.nodes, ",")));
  words.insert(words.end(), worker.begin(), worker.end());
  return words;
}

std::string misfit(Point const& point, Machine const& machine) {
  if (!machine.srun) return "launcher srun runs inside a Slurm job only";
  if (point.place == place_by_numa)
    return "srun knows nodes and sockets, no NUMA domains (place: by socket)";
  return {};
}

// No environment: directories of this host are of no use to steps on other nodes.
RegisterLauncher const registered{
    {.name = "srun",
     .place = 2,
     .argv = argv,
     .preference = [](Machine const& machine) { return machine.srun ? 3 : 0; },
     .misfit = misfit,
     .needs_job = true,
     .side_by_side = true,
     .gives_devices = true}};

}  // namespace
}  // namespace assay
