// SPDX-License-Identifier: Apache-2.0
// How far two points differ within blocks, which no drift from block to block touches.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

namespace assay {

/// The centre of differences and an interval around it.
struct Shift {
  double centre = 0;
  double low = 0;
  double high = 0;
};

/// The k for which the k-th smallest and largest of the n (n + 1) / 2 Walsh averages
/// are the interval: k-1 is the largest w with P(W <= w) <= tail, W being Wilcoxon's
/// signed-rank statistic of `n` differences. 0 where no w has it. Counted to 100
/// differences, normal beyond.
std::size_t walsh_rank(std::size_t n, double tail);

/// Hodges' and Lehmann's estimate of the centre of symmetric differences: the median of
/// their Walsh averages, (d_i + d_j) / 2 for i <= j, and the interval that inverting
/// Wilcoxon's signed-rank test gives (Hollander, Wolfe & Chicken, Nonparametric
/// Statistical Methods, 3.2 and 3.3). More than 1,000 differences are thinned evenly.
/// None where they are too few for an interval that misses by `tail` on a side.
std::optional<Shift> shift_interval(std::vector<double> differences, double tail);

}  // namespace assay
