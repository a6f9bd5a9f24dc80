// SPDX-License-Identifier: Apache-2.0
// How far a study is, kept up point by point: asking costs the same for any number of
// points.
#pragma once

#include <cstddef>
#include <vector>

#include "observer.hpp"

namespace assay {

/// What is known of one point.
struct PointProgress {
  int done = 0;       ///< launches settled
  int expected = 0;   ///< at least, by the rule so far
  double wall_s = 0;  ///< of all its attempts
  int walls = 0;      ///< attempts summed in wall_s
};

class ProgressMeter {
 public:
  explicit ProgressMeter(std::size_t points) : points_(points) {}

  /// Replaces what was known of a point.
  void set(std::size_t index, PointProgress const& now);

  Progress now() const;

  /// Of one launch, in seconds; a point that has not run yet is taken to be like the
  /// others. 0 as long as nothing is known.
  double expected_wall_s(std::size_t index) const;

 private:
  enum class Sign { add, remove };
  void count(PointProgress const& point, Sign sign);
  double mean_wall_s() const { return walls_ > 0 ? wall_s_ / walls_ : 0; }

  std::vector<PointProgress> points_;
  int done_ = 0, expected_ = 0;
  double wall_s_ = 0;
  int walls_ = 0;
  double left_s_ = 0;     ///< of points that have run
  int left_unknown_ = 0;  ///< launches of points that have not
};

}  // namespace assay
