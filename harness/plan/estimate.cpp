// SPDX-License-Identifier: Apache-2.0
#include "estimate.hpp"

#include <algorithm>

namespace assay {

double launch_estimate_s(Point const& point, Catalogue const& catalogue,
                         Limits const& limits) {
  auto const* const kernel = find_kernel(catalogue, point.kernel);
  if (kernel == nullptr) return limits.timeout_s;
  // To start: half a second on a node, and generous with many ranks, since a job that
  // ends early costs nothing and one that is cut short a queue.
  double const start_s = 0.5 + 1e-3 * point.nodes + 1e-4 * point.ranks;
  double const rate = kernel->nominal_samples_per_second * point.cores();
  int const repetitions = point.repetitions + point.ceiling_repetitions;
  double const run_s = repetitions * static_cast<double>(point.samples) / rate;
  return std::min(limits.timeout_s, start_s + run_s);
}

}  // namespace assay
