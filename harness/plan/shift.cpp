// SPDX-License-Identifier: Apache-2.0
#include "shift.hpp"

#include <algorithm>
#include <cmath>

#include "common/launch_value.hpp"
#include "normal.hpp"

namespace assay {
namespace {

constexpr std::size_t most_counted = 100;
constexpr std::size_t most_differences = 1000;

/// Each difference adds its rank to W or not, as a fair coin falls.
std::size_t counted_rank(std::size_t n, double tail) {
  std::vector<double> chance(n * (n + 1) / 2 + 1, 0.0);
  chance[0] = 1;
  for (std::size_t rank = 1; rank <= n; ++rank)
    for (std::size_t w = chance.size(); w-- > 0;)
      chance[w] = (chance[w] + (w < rank ? 0 : chance[w - rank])) / 2;
  std::size_t k = 0;
  for (double below = chance[0]; below <= tail && k + 1 < chance.size();
       below += chance[++k]) {
  }
  return k;
}

std::size_t normal_rank(std::size_t n, double tail) {
  auto const count = static_cast<double>(n);
  double const deviation = std::sqrt(count * (count + 1) * (2 * count + 1) / 24);
  return static_cast<std::size_t>(count * (count + 1) / 4 -
                                  normal_distance(tail) * deviation);
}

std::vector<double> thinned(std::vector<double> const& values) {
  auto const step = (values.size() + most_differences - 1) / most_differences;
  std::vector<double> kept;
  for (std::size_t i = 0; i < values.size(); i += step) kept.push_back(values[i]);
  return kept;
}

std::vector<double> walsh_averages(std::vector<double> const& differences) {
  std::vector<double> averages;
  averages.reserve(differences.size() * (differences.size() + 1) / 2);
  for (std::size_t i = 0; i < differences.size(); ++i)
    for (std::size_t j = i; j < differences.size(); ++j)
      averages.push_back((differences[i] + differences[j]) / 2);
  return averages;
}

}  // namespace

std::size_t walsh_rank(std::size_t n, double tail) {
  return n <= most_counted ? counted_rank(n, tail) : normal_rank(n, tail);
}

std::optional<Shift> shift_interval(std::vector<double> differences, double tail) {
  if (differences.size() > most_differences) differences = thinned(differences);
  auto const rank = walsh_rank(differences.size(), tail);
  if (rank == 0) return std::nullopt;
  auto averages = walsh_averages(differences);
  std::sort(averages.begin(), averages.end());
  return Shift{median(averages), averages[rank - 1], averages[averages.size() - rank]};
}

}  // namespace assay
