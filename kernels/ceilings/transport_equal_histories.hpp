// SPDX-License-Identifier: Apache-2.0
// The body of histories of equal length: the events of transport, none of which ends a
// history.
#pragma once

#include <cstddef>
#include <cstdint>

#include "sampling/transport.hpp"
#include "targets.hpp"

namespace assay::equal_histories {

/// `events` events of each history of the range; histories that fill no vector are left
/// out. A particle stays in the middle of the slab.
template <class Target>
ASSAY_FUNCTION std::uint64_t follow(SampleRange range, std::uint64_t events,
                                    transport::Slab slab, PhiloxKey key) {
  using Wide = typename Target::Wide;
  Wide const middle = Wide{} + static_cast<std::uint64_t>(slab.thickness / 2);
  Wide minus{};
  for (std::uint64_t i = range.begin; i + Target::lanes <= range.end;
       i += Target::lanes) {
    transport::ParticlesOf<Target> p = {lanes_from(Target{}, i), Wide{}, middle, {}};
    for (std::uint64_t event = 0; event < events; ++event) {
      auto const after = transport::advance<Target>(p, slab, key);
      minus += after.is_reflected + after.is_transmitted + after.is_absorbed;
      p.depth = middle;
    }
  }
  return 0 - sum(minus);
}
ASSAY_EACH_TARGET(std::uint64_t, follow,
                  (SampleRange, std::uint64_t, transport::Slab, PhiloxKey))

}  // namespace assay::equal_histories
