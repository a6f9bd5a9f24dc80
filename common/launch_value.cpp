// SPDX-License-Identifier: Apache-2.0
// The arithmetic in the order of the analysis, so that both round alike.
#include "launch_value.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace assay {
namespace {

using Times = std::span<double const>;

constexpr std::size_t fewest_to_judge = 7;
constexpr double iqrs = 3.0;
constexpr double largest_change = 0.02;

std::vector<double> sorted(Times times_s) {
  std::vector<double> ordered(times_s.begin(), times_s.end());
  std::sort(ordered.begin(), ordered.end());
  return ordered;
}

double middle(std::vector<double> const& ordered) {
  auto const n = ordered.size();
  return (ordered[(n - 1) / 2] + ordered[n / 2]) / 2;
}

double quantile(std::vector<double> const& ordered, double share) {
  double const place = share * static_cast<double>(ordered.size() - 1);
  auto const below = static_cast<std::size_t>(place);
  auto const above = std::min(below + 1, ordered.size() - 1);
  double const step = ordered[above] - ordered[below];
  return ordered[below] + (place - static_cast<double>(below)) * step;
}

/// That the first is no outlier of those after it.
bool starts_within(Times kept) {
  auto const ordered = sorted(kept.subspan(1));
  double const first = quantile(ordered, 0.25);
  double const third = quantile(ordered, 0.75);
  return kept.front() <=
         third + std::max(iqrs * (third - first), largest_change * third);
}

bool is_level(Times kept) {
  auto const half = kept.size() / 2;
  double const early = middle(sorted(kept.first(half)));
  double const late = middle(sorted(kept.subspan(half)));
  return std::abs(early - late) <= largest_change * late;
}

}  // namespace

double median(std::vector<double> values) {
  if (values.empty()) throw std::logic_error("median of nothing");
  std::sort(values.begin(), values.end());
  return middle(values);
}

WarmUp warm_up(Times repetitions_s) {
  auto const count = repetitions_s.size();
  if (count < fewest_to_judge) return {count > 1 ? std::size_t{1} : 0, true};
  for (std::size_t dropped = 1; dropped <= count / 2; ++dropped) {
    auto const kept = repetitions_s.subspan(dropped);
    if (starts_within(kept) && is_level(kept)) return {dropped, true};
  }
  return {1, false};
}

double launch_value_s(Times repetitions_s) {
  auto const kept = repetitions_s.subspan(warm_up(repetitions_s).dropped);
  return median({kept.begin(), kept.end()});
}

}  // namespace assay
