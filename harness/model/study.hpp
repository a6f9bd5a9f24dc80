// SPDX-License-Identifier: Apache-2.0
// A study as the user wrote it: checked, typed, nothing expanded yet.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "cluster.hpp"
#include "command_prefix.hpp"
#include "derivation.hpp"
#include "disturbed.hpp"
#include "hosts.hpp"
#include "imported_rows.hpp"
#include "job_section.hpp"
#include "program.hpp"
#include "site.hpp"
#include "text/diagnostic.hpp"

namespace assay {

enum class Scaling { strong, weak };

/// Counts are std::uint64_t (a negative whole number, which only parameters have, is a
/// double); the text `auto` stands for what the plan derives from the machine.
using AxisValue = std::variant<std::uint64_t, double, std::string>;

/// One swept key: `ranks`, `threads`, `kernel`, ..., `parameters.NAME` or `env.NAME`.
struct Axis {
  std::string name;
  std::vector<AxisValue> values;
  Position at;
};

/// One condition of `exclude:` or `only:`: the axis has one of these values, or lies in
/// the closed range.
struct Match {
  std::string axis;
  std::vector<AxisValue> any_of;
  std::optional<double> minimum, maximum;
};
using MatchAll = std::vector<Match>;  ///< one list entry: every condition holds

struct LaunchRule {
  int minimum = 10;
  int maximum = 50;
  double until = 0.02;  ///< asked relative half-width of the interval of the median
  std::optional<Disturbed> disturbed{};  ///< none: as the environment says
};

/// What speedups and efficiencies are relative to, where the study says so: else the
/// fewest cores or devices of each curve.
struct BaseRule {
  std::string kernel;        ///< another kernel or program; empty: the same
  int cores = 0;             ///< so many of them; 0: the fewest
  bool is_imported = false;  ///< what others measured: no point of the study
  /// Whether each job of a submitted study measures it too; none: where that is cheap.
  std::optional<bool> in_each_job{};
};

struct Limits {
  double timeout_s = 300;        ///< of one launch
  std::optional<double> wall_s;  ///< of one `assay run`; no new block starts after it
  std::optional<double> core_hours;  ///< of the study
};

struct Study {
  std::string name;
  std::string file;
  std::string text;
  std::vector<std::string> overrides;  ///< KEY=VALUE of the command line
  std::vector<Diagnostic> warnings;    ///< what may be meant as it stands
  std::vector<Scaling> scaling;
  std::vector<Axis>
      axes;  ///< every axis, defaults included, in the fixed order of swept_axes()
  /// `samples:` may differ by scaling; both hold the same list when it was given once.
  std::map<Scaling, std::vector<AxisValue>> samples;
  std::vector<std::vector<std::string>> zip;  ///< axes swept together, equal in length
  std::vector<MatchAll> exclude, only;
  std::vector<std::shared_ptr<Program const>> programs;  ///< named on the axis `kernel`
  Readings readings;                                     ///< of all programs
  std::vector<std::shared_ptr<Launcher const>> launchers;  ///< given as words
  std::shared_ptr<CommandPrefix const> wrap;  ///< between launcher and program
  LaunchFiles launch_files;                   ///< of all programs
  std::vector<Derivation> derive;             ///< each may use those before it
  std::vector<std::string> placeholders;      ///< that words and templates may name
  /// Argument vectors that are run before the first launch and after the last.
  std::vector<std::vector<std::string>> setup, cleanup;
  int repetitions = 7;
  int ceiling_repetitions = 0;  ///< of each ceiling of the kernel; 0: not measured
  BaseRule base;
  double target = 0.7;  ///< the efficiency that a recommended job size stays above
  std::vector<ImportedRows> imports;  ///< beside what is measured
  LaunchRule launches;
  Limits limits;
  JobSection slurm, gridengine;
  Hosts hosts;
  std::vector<SiteUse> site;  ///< what of it is the site's word and not the study's
  std::optional<Cluster> cluster;  ///< only where a model answers instead of programs
  std::optional<std::uint64_t> order_seed;  ///< of the order in blocks; else random
  /// A model's answers are to be the same each time.
  std::uint64_t simulation_seed() const { return order_seed.value_or(1); }
  std::uint64_t max_points = 10'000;
  /// A and B of a comparison that is measured in one run; else none. All else is then
  /// as A says.
  std::vector<std::shared_ptr<Study const>> sides;
};

}  // namespace assay
