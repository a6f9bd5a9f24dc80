// SPDX-License-Identifier: Apache-2.0
// A launcher turns a point into words; it starts nothing and asks the system nothing.
#pragma once

#include <filesystem>
#include <limits>
#include <string>
#include <vector>

#include "command_prefix.hpp"
#include "mpi_launcher.hpp"
#include "os/process.hpp"
#include "point.hpp"

namespace assay {

struct Machine;

/// What srun is to be given besides what the point asks.
struct SlurmStep {
  std::string mpi{};                 ///< the value of --mpi=; may be empty
  std::vector<std::string> nodes{};  ///< on these; where empty, Slurm chooses
};

/// Where a launch happens, found out once and passed in.
struct LaunchContext {
  bool as_root = false;
  std::filesystem::path scratch;  ///< private to the attempt, on this host's own disk
  std::filesystem::path
      shared_memory;  ///< private to the attempt, in memory; may be empty
  MpiLauncher mpi{};
  SlurmStep step{};
  Environment inherited{};  ///< what every launch of the run is given
  Argv own_words{};         ///< of a launcher of the study, filled
};

/// All that the harness knows of a launcher; nobody else asks for its name.
struct Launcher {
  std::string name;
  int place = 0;  ///< in lists of launchers
  /// The words that start `worker` as `point` asks.
  Argv (*argv)(Point const& point, Argv const& worker,
               LaunchContext const& context) = nullptr;
  /// What the launcher needs in the environment besides that of every launch.
  Environment (*environment)(Point const& point, LaunchContext const& context) =
      [](Point const&, LaunchContext const&) { return Environment(); };
  /// How well it serves this machine where a study says `auto`; 0: not at all.
  int (*preference)(Machine const& machine) = [](Machine const&) { return 0; };
  /// Why it cannot start this point on this machine, or an empty text.
  std::string (*misfit)(Point const& point, Machine const& machine) =
      [](Point const&, Machine const&) { return std::string(); };
  int max_ranks = std::numeric_limits<int>::max();
  bool uses_mpiexec = false;
  bool needs_job = false;  ///< its ranks are started by the daemons of a job
  /// Several launches may run in a job at the same time, each on nodes that it is given
  /// by name.
  bool side_by_side = false;
  bool gives_devices = false;    ///< to each rank its own, as the point asks
  bool starts_processes = true;  ///< no: a model answers
  CommandPrefix own{};           ///< of a launcher of a study; else without words

  /// Whether its ranks are processes of this host that descend from us.
  bool starts_here() const { return starts_processes && !needs_job; }

  /// Whether a study gave its words.
  bool is_own() const { return !own.words.empty(); }
};

/// A static object of this type makes a launcher known.
struct RegisterLauncher {
  explicit RegisterLauncher(Launcher launcher);
};

/// The launcher of that name, or nullptr.
Launcher const* find_launcher(std::string const& name);

/// The launcher of the study, or that of the name that the point gives; throws
/// std::logic_error where none has it.
Launcher const& launcher_of(Point const& point);

/// All launchers, by their place.
std::vector<Launcher> const& launchers();

/// The launcher that `auto` stands for on this machine.
std::string automatic_launcher(Machine const& machine);

/// The environment of every launch of a point: its threads, where they are bound, and
/// the study's own variables, which win.
Environment point_environment(Point const& point);

}  // namespace assay
