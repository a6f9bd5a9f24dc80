// SPDX-License-Identifier: Apache-2.0
// What a study will cost, from what is known of its launches: pure.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "model/catalogue.hpp"
#include "model/point.hpp"
#include "model/study.hpp"

namespace assay {

/// Launches that have been timed, of one kernel or program.
struct TimedLaunches {
  double wall_s = 0;     ///< of all of them
  double nominal_s = 0;  ///< what they were thought to take before
};

/// What is known before the study starts.
struct TimingHistory {
  std::map<std::string, TimedLaunches> of_kernel;  ///< by the name of kernel or program
  std::optional<double> estimate_s;  ///< of a launch of which nothing else is known
};

enum class PriceSource { timed, nominal, estimate, none };

struct LaunchPrice {
  double wall_s = 0;
  PriceSource source = PriceSource::none;  ///< none: nobody knows, wall_s is 0
};

/// What a launch takes to start and then at the kernel's nominal rate; for a program,
/// of which nothing is known, 1. In seconds.
double nominal_launch_s(Point const& point, Catalogue const& catalogue);

/// Timed launches of the same kernel or program come first, scaled to this point; then
/// the nominal rate of a kernel; then the estimate.
LaunchPrice launch_price(Point const& point, Catalogue const& catalogue,
                         TimingHistory const& timings);

/// Seconds to reserve for a launch of which nothing was timed: the nominal time, of a
/// program the study's limit, which is the most in any case.
double reserved_launch_s(Point const& point, Catalogue const& catalogue,
                         Limits const& limits);

/// Cores that a launch is charged for: its own, or, where its nodes have unequally many
/// ranks, all of its nodes, of `cores_per_node`.
int charged_cores(Point const& point, int cores_per_node);

/// The cost of all launches of the points that were added.
class Price {
 public:
  Price(Study const& study, int cores_per_node)
      : rule_(study.launches), limits_(study.limits), cores_per_node_(cores_per_node) {}

  void add(Point const& point, LaunchPrice const& launch);

  std::uint64_t points() const { return points_; }
  std::uint64_t points_by(PriceSource source) const;
  std::uint64_t least_launches() const { return points_ * count(rule_.minimum); }
  std::uint64_t most_launches() const { return points_ * count(rule_.maximum); }
  /// With the fewest launches that the rule allows; points without a price are left
  /// out.
  double least_wall_s() const { return wall_s_ * rule_.minimum; }
  double least_core_hours() const { return core_s_ * rule_.minimum / 3600; }
  /// With the most launches; one without a price is taken to last to the time limit.
  double most_wall_s() const;
  double most_core_hours() const;

 private:
  static std::uint64_t count(int launches) {
    return static_cast<std::uint64_t>(launches);
  }

  LaunchRule rule_;
  Limits limits_;
  int cores_per_node_;
  std::uint64_t points_ = 0;
  std::map<PriceSource, std::uint64_t> by_source_;
  double wall_s_ = 0, core_s_ = 0;  ///< of one launch of each point
  double unknown_cores_ = 0;        ///< of the points without a price
};

}  // namespace assay
