// SPDX-License-Identifier: Apache-2.0
// The same interval as in the analysis; here it only decides whether to go on.
#include "stop_rule.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "common/launch_value.hpp"

namespace assay {
namespace {

constexpr std::array<std::pair<StopReason, char const*>, 4> reasons{{
    {StopReason::ci, "ci"},
    {StopReason::max, "max"},
    {StopReason::budget, "budget"},
    {StopReason::failed, "failed"},
}};

/// The largest l with P(Bin(n, 1/2) <= l-1) <= 0.025; 0 where there is none. The ways
/// are beyond a double from n = 1,030 on, and 2^-n is 0 from n = 1,075 on: all sums are
/// kept divided by a power of two, which rounds nothing.
std::size_t lower_rank(std::size_t n) {
  constexpr int step = 512;
  int left = static_cast<int>(n);
  double ways = 1;                           // n over rank, as all of these
  double below = 1;                          // the ways for at most rank of n
  double allowed = std::ldexp(0.025, left);  // of all 2^n; infinite where n is large
  std::size_t rank = 0;
  while (below <= allowed) {
    ++rank;
    ways *= static_cast<double>(n - rank + 1) / static_cast<double>(rank);
    below += ways;
    if (below < std::ldexp(1.0, step)) continue;
    left -= step;
    ways = std::ldexp(ways, -step);
    below = std::ldexp(below, -step);
    allowed = std::ldexp(0.025, left);
  }
  return rank;
}

}  // namespace

std::optional<Ranks> interval_ranks(std::size_t n) {
  auto const low = lower_rank(n);
  if (low == 0) return std::nullopt;
  return Ranks{low, n + 1 - low};
}

double MedianInterval::relative_half_width() const {
  return std::max(high - median, median - low) / median;
}

std::optional<MedianInterval> median_interval(std::vector<double> values) {
  auto const ranks = interval_ranks(values.size());
  if (!ranks) return std::nullopt;
  std::sort(values.begin(), values.end());
  return MedianInterval{median(values), values[ranks->low - 1],
                        values[ranks->high - 1]};
}

std::string to_string(StopReason reason) {
  for (auto const& [value, name] : reasons) {
    if (value == reason) return name;
  }
  return "";
}

std::optional<StopReason> stop_reason_from(std::string const& text) {
  for (auto const& [value, name] : reasons) {
    if (text == name) return value;
  }
  return std::nullopt;
}

std::optional<StopReason> stop_reason(LaunchRule const& rule,
                                      std::vector<double> const& values) {
  auto const count = static_cast<int>(values.size());
  if (count >= rule.minimum) {
    auto const interval = median_interval(values);
    if (interval && interval->relative_half_width() <= rule.until)
      return StopReason::ci;
  }
  if (count >= rule.maximum) return StopReason::max;
  return std::nullopt;
}

}  // namespace assay
