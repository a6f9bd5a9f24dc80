// SPDX-License-Identifier: Apache-2.0
// What a job has left for launches.
#pragma once

#include <algorithm>
#include <chrono>
#include <optional>

namespace assay {

/// Counts down from when it was made. Without a limit there is always time.
class JobClock {
 public:
  JobClock() = default;
  /// `left_s`: until the job asks us to end.
  explicit JobClock(std::optional<double> left_s) : left_s_(left_s) {}

  /// A launch that took `expected_s` on average: half as much again, and what it takes
  /// to end it and to write the record.
  bool allows(double expected_s) const {
    constexpr double end_s = 5;
    return !left_s_ || 1.5 * expected_s + end_s <= *left_s_ - elapsed_s();
  }

 private:
  double elapsed_s() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin_)
        .count();
  }

  std::optional<double> left_s_;
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

}  // namespace assay
