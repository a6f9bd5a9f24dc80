// SPDX-License-Identifier: Apache-2.0
// Ceiling of fill: writes one number all over the same array, as STREAM does
// (McCalpin), with the same share of it for each thread.
#include "fill_stream_write.hpp"

#include <cstdint>

#include "common/partition.hpp"
#include "contract/comparator.hpp"
#include "contract/parameters.hpp"
#include "lanes/body.hpp"
#include "lanes/space.hpp"

namespace assay {
namespace {

using Array = Kokkos::View<std::uint64_t*, Space>;

/// Each thread writes its share of the samples to its share of the array, over and
/// over.
template <class Write>
void write_all(Array const& array, Write write, std::uint64_t samples,
               std::uint64_t value) {
  using Policy = Kokkos::RangePolicy<Space, Kokkos::Schedule<Kokkos::Static>>;
  int const threads = Space().concurrency();
  Kokkos::parallel_for(
      "stream write", Policy(0, static_cast<std::size_t>(threads)),
      KOKKOS_LAMBDA(std::size_t part) {
        auto const own = share_of(array.extent(0), static_cast<int>(part), threads);
        auto const mine = share_of(samples, static_cast<int>(part), threads);
        std::uint64_t const length = own.end - own.begin;
        std::uint64_t* const at = array.data() + own.begin;
        for (std::uint64_t left = mine.end - mine.begin; left > 0 && length > 0;) {
          std::uint64_t const count = left < length ? left : length;
          write(at, at + count, array.extent(0), value);
          left -= count;
        }
      });
  Kokkos::fence();
}

Repetition prepare(Work const& work) {
  auto const write = ASSAY_BODY(stream_write::write);
  Array const array(Kokkos::view_alloc("stream write", Kokkos::WithoutInitializing),
                    integer(work.parameters, "array_bytes") / 16 * 2);
  write_all(array, write, array.extent(0), 0);  // each thread touches its share first
  return [array, write, samples = work.range.end - work.range.begin,
          value = work.seed](Tally& mine) mutable {
    write_all(array, write, samples, ++value);
    mine[0] = array(0) + array(array.extent(0) - 1);
  };
}

RegisterComparator const registered{
    {.name = "stream-write",
     .kernel = "fill",
     .summary = "writes of one number to the same array",
     .role = Role::ceiling,
     .bound = "bandwidth",
     .nominal_samples_per_second = 2e9,
     .bytes_per_sample = 8,
     .prepare = prepare}};

}  // namespace
}  // namespace assay
