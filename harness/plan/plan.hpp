// SPDX-License-Identifier: Apache-2.0
// Study -> points that run, and points that cannot, with the reason.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "model/plan_context.hpp"
#include "model/point.hpp"
#include "model/study.hpp"

namespace assay {

struct Skipped {
  Point point;
  std::string reason;
};

struct Plan {
  std::vector<Point> points;
  std::vector<Skipped> skipped;
  std::vector<Point> elsewhere{};  ///< measured by other jobs of the study
  /// Places of A and B of each point of a comparison in one run; else none.
  std::vector<std::pair<std::size_t, std::size_t>> pairs{};
};

/// Why this point cannot run here, or an empty text.
std::string misfit(Point const& point, PlanContext const& context);

/// Calls `visit` for each point of the study, in the order of the axes, without holding
/// them: the slowest axis first. A point that is the same in strong and in weak scaling
/// comes once. Throws ConfigError, once all are visited, where a value of `derive:`
/// could not be calculated.
void for_each_point(Study const& study, PlanContext const& context,
                    std::function<void(Point&&)> const& visit);

/// The same with the reason why a point cannot run here, empty where it can. Throws
/// ConfigError past Study::max_points.
void for_each_planned(Study const& study, PlanContext const& context,
                      std::function<void(Point&&, std::string&& reason)> const& visit);

/// All points. Throws ConfigError past Study::max_points.
Plan make_plan(Study const& study, PlanContext const& context);

/// The order in which block `block` (from 1) visits `count` points: a permutation that
/// depends on the seed and the block only, the same on every platform. Within `count`
/// blocks, or twice as many for an odd count, every point is equally often at each
/// place and behind each other one (Williams, Aust. J. Sci. Res. A 2, 1949).
std::vector<std::size_t> block_order(std::uint64_t seed, int block, std::size_t count);

/// The same for the points of a plan. The sides of a pair stand one right behind the
/// other; from block to block another side is first (ABBA).
std::vector<std::size_t> block_order(std::uint64_t seed, int block, Plan const& plan);

}  // namespace assay
