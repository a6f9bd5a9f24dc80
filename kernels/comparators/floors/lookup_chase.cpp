// SPDX-License-Identifier: Apache-2.0
// Floor of lookup: a chain of reads of the same table, each of which says where the
// next one is.
#include <bit>
#include <cstdint>
#include <vector>

#include "contract/comparator.hpp"
#include "contract/parameters.hpp"

namespace assay {
namespace {

/// One cycle through all entries, in an order that no prefetcher follows: a linear
/// congruential generator of full period (Knuth, TAOCP 2, 3.2.1.2).
std::vector<std::uint64_t> make_cycle(std::uint64_t entries) {
  std::vector<std::uint64_t> next(entries);
  for (std::uint64_t i = 0; i < entries; ++i) {
    next[i] = (i * 0x5851F42D4C957F2DU + 0x14057B7EF767814FU) & (entries - 1);
  }
  return next;
}

Repetition prepare(Work const& work) {
  auto const entries = std::bit_floor(integer(work.parameters, "table_bytes") / 8);
  return [next = make_cycle(entries), samples = work.samples](Tally& mine) {
    std::uint64_t at = 0;
    for (std::uint64_t i = 0; i < samples; ++i) at = next[at];
    mine[0] = at;
  };
}

RegisterComparator const registered{{.name = "chase",
                                     .kernel = "lookup",
                                     .summary = "dependent reads, one after the other",
                                     .role = Role::floor,
                                     .nominal_samples_per_second = 1e7,
                                     .bytes_per_sample = 8,
                                     .prepare = prepare}};

}  // namespace
}  // namespace assay
