// SPDX-License-Identifier: Apache-2.0
// What a study will cost, from what is known of its launches.
#include "price.hpp"

#include <algorithm>

namespace assay {
namespace {

/// The launcher, MPI_Init and Kokkos. Generous with many ranks: a job that ends early
/// costs nothing, one that is cut short another wait in the queue.
double start_s(Point const& point) {
  return 0.5 + 1e-3 * point.nodes + 1e-4 * point.ranks;
}

}  // namespace

double nominal_launch_s(Point const& point, Catalogue const& catalogue) {
  auto const* const kernel = find_kernel(catalogue, point.kernel);
  if (point.program != nullptr || kernel == nullptr) return 1;
  double const rate = kernel->nominal_samples_per_second * point.ranks * point.threads;
  int const repetitions = point.repetitions + point.ceiling_repetitions;
  return start_s(point) + repetitions * static_cast<double>(point.samples) / rate;
}

LaunchPrice launch_price(Point const& point, Catalogue const& catalogue,
                         TimingHistory const& timings) {
  double const nominal_s = nominal_launch_s(point, catalogue);
  auto const timed = timings.of_kernel.find(point.kernel);
  if (timed != timings.of_kernel.end() && timed->second.nominal_s > 0) {
    auto const& [wall_s, of_nominal_s] = timed->second;
    return {nominal_s * wall_s / of_nominal_s, PriceSource::timed};
  }
  if (point.program == nullptr) return {nominal_s, PriceSource::nominal};
  if (timings.estimate_s) return {*timings.estimate_s, PriceSource::estimate};
  return {};
}

double reserved_launch_s(Point const& point, Catalogue const& catalogue,
                         Limits const& limits) {
  auto const price = launch_price(point, catalogue, {});
  if (price.source == PriceSource::none) return limits.timeout_s;
  return std::min(limits.timeout_s, price.wall_s);
}

int charged_cores(Point const& point, int cores_per_node) {
  return point.is_uneven() ? point.nodes * cores_per_node : point.cores();
}

void Price::add(Point const& point, LaunchPrice const& launch) {
  ++points_;
  ++by_source_[launch.source];
  wall_s_ += launch.wall_s;
  int const cores = charged_cores(point, cores_per_node_);
  core_s_ += launch.wall_s * cores;
  if (launch.source == PriceSource::none) unknown_cores_ += cores;
}

std::uint64_t Price::points_by(PriceSource source) const {
  auto const found = by_source_.find(source);
  return found == by_source_.end() ? 0 : found->second;
}

double Price::most_wall_s() const {
  auto const unknown = static_cast<double>(points_by(PriceSource::none));
  return rule_.maximum * (wall_s_ + unknown * limits_.timeout_s);
}

double Price::most_core_hours() const {
  return rule_.maximum * (core_s_ + unknown_cores_ * limits_.timeout_s) / 3600;
}

}  // namespace assay
