// SPDX-License-Identifier: Apache-2.0
// The same interval as in the analysis; here it only decides whether to go on.
#include "stop_rule.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace assay {
namespace {

// The largest l with P(Bin(n, 1/2) <= l-1) <= 0.025; 0 where there is none.
std::size_t lower_rank(std::size_t n) {
  double probability = std::pow(0.5, static_cast<double>(n));
  double cumulative = probability;
  std::size_t rank = 0;
  while (cumulative <= 0.025) {
    ++rank;
    probability *= static_cast<double>(n - rank + 1) / static_cast<double>(rank);
    cumulative += probability;
  }
  return rank;
}

}  // namespace

double MedianInterval::relative_half_width() const {
  return std::max(high - median, median - low) / median;
}

double median(std::vector<double> values) {
  if (values.empty()) throw std::logic_error("median of nothing");
  std::sort(values.begin(), values.end());
  auto const half = values.size() / 2;
  if (values.size() % 2 == 1) return values[half];
  return (values[half - 1] + values[half]) / 2;
}

std::optional<MedianInterval> median_interval(std::vector<double> values) {
  auto const rank = lower_rank(values.size());
  if (rank == 0) return std::nullopt;
  std::sort(values.begin(), values.end());
  return MedianInterval{median(values), values[rank - 1], values[values.size() - rank]};
}

std::optional<std::string> stop_reason(LaunchRule const& rule,
                                       std::vector<double> const& values) {
  auto const count = static_cast<int>(values.size());
  if (count >= rule.minimum) {
    auto const interval = median_interval(values);
    if (interval && interval->relative_half_width() <= rule.until) return "ci";
  }
  if (count >= rule.maximum) return "max";
  return std::nullopt;
}

}  // namespace assay
