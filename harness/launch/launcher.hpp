// SPDX-License-Identifier: Apache-2.0
// A launcher turns a point into words; it starts nothing and asks the system nothing.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "mpi_launcher.hpp"
#include "point.hpp"
#include "process.hpp"

namespace assay {

/// What srun is to be given besides what the point asks.
struct SlurmStep {
  std::string mpi{};                 ///< the value of --mpi=; may be empty
  std::vector<std::string> nodes{};  ///< on these; where empty, Slurm chooses
};

/// Where a launch happens, found out once and passed in.
struct Site {
  bool as_root = false;
  std::filesystem::path scratch;  ///< private to the attempt, on this host's own disk
  std::filesystem::path
      shared_memory;  ///< private to the attempt, in memory; may be empty
  MpiLauncher mpi{};
  SlurmStep step{};
  Environment inherited{};  ///< what every launch of the run is given
};

struct Launcher {
  std::string name;
  std::string summary;
  /// The words that start `worker` as `point` asks.
  Argv (*argv)(Point const& point, Argv const& worker, Site const& site) = nullptr;
  /// What the launcher needs in the environment besides that of every launch.
  Environment (*environment)(Point const& point, Site const& site) = nullptr;
};

/// A static object of this type makes a launcher known.
struct RegisterLauncher {
  explicit RegisterLauncher(Launcher launcher);
};

/// The launcher of that name, or nullptr.
Launcher const* find_launcher(std::string const& name);

std::vector<Launcher> const& launchers();

/// The environment of every launch of a point: its threads, where they are bound, and
/// the study's own variables, which win.
Environment point_environment(Point const& point);

}  // namespace assay
