// SPDX-License-Identifier: Apache-2.0
// What a study will cost, from what is known of its launches.
#include "price.hpp"

namespace assay {
namespace {

/// To start a launch on one node: the launcher, MPI_Init and Kokkos.
constexpr double start_s = 0.5;

}  // namespace

double nominal_launch_s(Point const& point, Catalogue const& catalogue) {
  auto const* const kernel = find_kernel(catalogue, point.kernel);
  if (point.program != nullptr || kernel == nullptr) return 1;
  double const rate = kernel->nominal_samples_per_second * point.cores();
  int const repetitions = point.repetitions + point.ceiling_repetitions;
  return start_s + repetitions * static_cast<double>(point.samples) / rate;
}

LaunchPrice launch_price(Point const& point, Catalogue const& catalogue,
                         Experience const& experience) {
  double const nominal_s = nominal_launch_s(point, catalogue);
  auto const timed = experience.of_kernel.find(point.kernel);
  if (timed != experience.of_kernel.end() && timed->second.nominal_s > 0) {
    auto const& [wall_s, of_nominal_s] = timed->second;
    return {nominal_s * wall_s / of_nominal_s, PriceSource::timed};
  }
  if (point.program == nullptr) return {nominal_s, PriceSource::nominal};
  if (experience.estimate_s) return {*experience.estimate_s, PriceSource::estimate};
  return {};
}

void Price::add(Point const& point, LaunchPrice const& launch) {
  ++points_;
  ++by_source_[launch.source];
  wall_s_ += launch.wall_s;
  core_s_ += launch.wall_s * point.cores();
  if (launch.source == PriceSource::none) unknown_cores_ += point.cores();
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
