// SPDX-License-Identifier: Apache-2.0
// When a point has been launched often enough.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "model/study.hpp"

namespace assay {

/// Ranks, from 1, of the values that enclose the median.
struct Ranks {
  std::size_t low = 0;
  std::size_t high = 0;
};

/// Of `n` values: with X ~ Bin(n, 1/2) and l the largest rank with P(X <= l-1) <= 2.5
/// %, these are l and n+1-l (David & Nagaraja, Order Statistics, 7.1). Nothing below
/// six values: no 95 % interval exists.
std::optional<Ranks> interval_ranks(std::size_t n);

/// Median and its exact interval.
struct MedianInterval {
  double median = 0;
  double low = 0;
  double high = 0;
  /// max(high - median, median - low) / median
  double relative_half_width() const;
};

/// The interval of the median from order statistics, whatever the distribution: the
/// values of the interval_ranks().
std::optional<MedianInterval> median_interval(std::vector<double> values);

/// Why a point is launched no more.
enum class StopReason {
  ci,      ///< the interval is as narrow as asked
  max,     ///< the most launches are done
  budget,  ///< a limit of the study is reached
  failed,  ///< no launch of it can be hoped for
};

std::string to_string(StopReason reason);
std::optional<StopReason> stop_reason_from(std::string const& name);

/// `ci` or `max`; nothing: go on. `values` are those of the good launches so far.
std::optional<StopReason> stop_reason(LaunchRule const& rule,
                                      std::vector<double> const& values);

}  // namespace assay
