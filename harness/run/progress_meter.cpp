// SPDX-License-Identifier: Apache-2.0
// Sums over all points, corrected by one point at a time.
#include "progress_meter.hpp"

#include <algorithm>

namespace assay {

void ProgressMeter::count(PointProgress const& point, Sign sign) {
  int const one = sign == Sign::add ? 1 : -1;
  int const left = point.expected - point.done;
  done_ += one * point.done;
  expected_ += one * point.expected;
  wall_s_ += one * point.wall_s;
  walls_ += one * point.walls;
  if (point.walls > 0) {
    left_s_ += one * left * point.wall_s / point.walls;
  } else {
    left_unknown_ += one * left;
  }
}

void ProgressMeter::set(std::size_t index, PointProgress const& now) {
  count(points_.at(index), Sign::remove);
  points_[index] = now;
  count(now, Sign::add);
}

Progress ProgressMeter::now() const {
  // Many additions and subtractions may leave a little below zero.
  return {done_, expected_, std::max(0.0, left_s_ + left_unknown_ * mean_wall_s())};
}

double ProgressMeter::expected_wall_s(std::size_t index) const {
  auto const& own = points_.at(index);
  return own.walls > 0 ? own.wall_s / own.walls : mean_wall_s();
}

}  // namespace assay
