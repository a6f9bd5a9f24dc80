// SPDX-License-Identifier: Apache-2.0
// Ceiling of transport: as many events, in histories that all have the same number of
// them, so that no lane and no thread waits for another.
#include "transport_equal_histories.hpp"

#include <cmath>
#include <cstdint>

#include "contract/comparator.hpp"
#include "contract/parameters.hpp"
#include "contract/registry.hpp"
#include "lanes/body.hpp"
#include "lanes/chunks.hpp"

namespace assay {
namespace {

constexpr std::uint64_t histories_per_chunk = 4096;

transport::Slab slab_of(ParameterValues const& parameters) {
  return {static_cast<std::int64_t>(real(parameters, "thickness") * 0x1p40),
          static_cast<std::uint64_t>(real(parameters, "absorption") * 0x1p32)};
}

/// Flights of one history, on average, as the kernel counts them in a few thousand: one
/// before each event, and one that leaves the slab.
double flights(Work const& work) {
  constexpr std::uint64_t histories = 65536;
  Work few = work;
  few.range = {0, histories};
  Tally tally(transport::fates);
  kernel_named("transport").prepare(few)(tally);
  std::uint64_t const count = tally[transport::events] + tally[transport::transmitted] +
                              tally[transport::reflected];
  return static_cast<double>(count) / histories;
}

Repetition prepare(Work const& work) {
  double const mean = flights(work);
  double const events = std::ceil(mean);
  auto const samples = static_cast<double>(work.range.end - work.range.begin);
  return [events = static_cast<std::uint64_t>(events),
          histories = static_cast<std::uint64_t>(samples * mean / events),
          slab = slab_of(work.parameters), key = key_of_seed(work.seed),
          follow = ASSAY_DRAWING_BODY(equal_histories::follow,
                                      generator_of(work.parameters))](Tally& mine) {
    auto const sums = sum_over_chunks<1>(
        "equal histories", {0, histories}, histories_per_chunk,
        KOKKOS_LAMBDA(SampleRange part, Counts<1> & counts) {
          counts.at[0] += follow(part, events, slab, key);
        });
    mine[0] = sums.at[0];
  };
}

RegisterComparator const registered{{.name = "equal-histories",
                                     .kernel = "transport",
                                     .summary = "as many events, in equal histories",
                                     .role = Role::ceiling,
                                     .bound = "issue",
                                     .nominal_samples_per_second = 5e7,
                                     .prepare = prepare}};

}  // namespace
}  // namespace assay
