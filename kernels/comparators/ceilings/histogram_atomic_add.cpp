// SPDX-License-Identifier: Apache-2.0
// Ceiling of histogram: atomic additions to the same bins at random places that are
// known early, and the same reading of all bins at the end.
#include <cstdint>

#include "comparators/known_words.hpp"
#include "contract/comparator.hpp"
#include "contract/parameters.hpp"
#include "lanes/chunks.hpp"
#include "sampling/histogram.hpp"

namespace assay {
namespace {

constexpr std::uint64_t per_chunk = 65536;

using Bins = Kokkos::View<std::uint64_t*, Space>;

/// One pass over the known words, or as much of it as the samples ask.
KOKKOS_INLINE_FUNCTION void add_pass(Bins const& bins, std::uint64_t const* words,
                                     std::uint64_t first, std::uint64_t count) {
  constexpr std::uint64_t distance = 32;
  std::uint64_t const size = bins.extent(0);
  std::uint64_t const shift = word_of_pass(first);
  for (std::uint64_t i = 0; i < count; ++i) {
    // An atomic addition waits for its cache line, and all behind it wait too.
    __builtin_prefetch(&bins((words[i + distance] ^ shift) * size >> 32U), 1);
    histogram::increment(&bins((words[i] ^ shift) * size >> 32U));
  }
}

void add(Bins const& bins, std::uint64_t const* words, std::uint64_t samples) {
  sum_over_chunks<1>(
      "atomic additions", {0, samples}, per_chunk,
      KOKKOS_LAMBDA(SampleRange part, Counts<1>&) {
        for (std::uint64_t i = part.begin; i < part.end; i += words_per_pass) {
          std::uint64_t const left = part.end - i;
          add_pass(bins, words, i, left < words_per_pass ? left : words_per_pass);
        }
      });
}

/// The sum of all bins, which are empty afterwards.
std::uint64_t take(Bins const& bins) {
  auto const sums = sum_over_chunks<1>(
      "atomic additions, sum", {0, bins.extent(0)}, per_chunk,
      KOKKOS_LAMBDA(SampleRange part, Counts<1> & counts) {
        for (std::uint64_t bin = part.begin; bin < part.end; ++bin) {
          counts.at[0] += bins(bin);
          bins(bin) = 0;
        }
      });
  return sums.at[0];
}

Repetition prepare(Work const& work) {
  return [bins = Bins("atomic additions", integer(work.parameters, "bins")),
          words = known_words(),
          samples = work.range.end - work.range.begin](Tally& mine) {
    add(bins, words.data(), samples);
    mine[0] = take(bins);
  };
}

RegisterComparator const registered{
    {.name = "atomic-add",
     .kernel = "histogram",
     .summary = "atomic additions at known random places",
     .role = Role::ceiling,
     .bound = "atomics",
     .nominal_samples_per_second = 1e8,
     .bytes_per_sample = 16,
     .prepare = prepare}};

}  // namespace
}  // namespace assay
