// SPDX-License-Identifier: Apache-2.0
// The body of histories of equal length: the events of transport, none of which ends a
// history.
#pragma once

#include <cstddef>
#include <cstdint>

#include "lanes/targets.hpp"
#include "sampling/transport.hpp"

namespace assay::equal_histories {

/// `events` events of each history of the range, as many vectors at once as transport
/// follows; histories that do not fill them are left out. A particle stays in the
/// middle of the slab.
template <class Target, class Generator>
ASSAY_FUNCTION std::uint64_t follow(SampleRange range, std::uint64_t events,
                                    transport::Slab slab, Key key) {
  using Wide = typename Target::Wide;
  constexpr std::size_t groups = transport::groups;
  Wide const middle = Wide{} + static_cast<std::uint64_t>(slab.thickness / 2);
  Wide minus{};
  for (std::uint64_t i = range.begin; i + groups * Target::lanes <= range.end;
       i += groups * Target::lanes) {
    transport::ParticlesOf<Target> p[groups];
    transport::Outcome<Wide> after[groups];
    for (std::size_t g = 0; g < groups; ++g)
      p[g] = {lanes_from(Target{}, i + g * Target::lanes), Wide{}, middle,
              typename Target::Real{}};
    for (std::uint64_t event = 0; event < events; ++event) {
      transport::advance<Target, Generator>(p, slab, key, after);
      for (std::size_t g = 0; g < groups; ++g) {
        minus += after[g].is_reflected + after[g].is_transmitted + after[g].is_absorbed;
        p[g].depth = middle;
      }
    }
  }
  return 0 - sum(minus);
}
ASSAY_EACH_GENERATOR(std::uint64_t, follow,
                     (SampleRange, std::uint64_t, transport::Slab, Key))

}  // namespace assay::equal_histories
