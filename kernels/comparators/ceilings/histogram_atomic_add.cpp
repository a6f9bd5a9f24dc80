// SPDX-License-Identifier: Apache-2.0
// Ceiling of histogram: atomic additions to the same bins at random places, and the
// same reading of all bins at the end. In a cache by the faster of two forms.
#include <array>
#include <cstdint>
#include <span>

#include "comparators/known_words.hpp"
#include "contract/comparator.hpp"
#include "contract/fastest_form.hpp"
#include "contract/parameters.hpp"
#include "lanes/chunks.hpp"
#include "sampling/histogram.hpp"

namespace assay {
namespace {

constexpr std::uint64_t per_chunk = 65536;

using Bins = Kokkos::View<std::uint64_t*, Space>;

/// Places that are known early, asked for before they are there: what bins in memory
/// need.
struct Known {
  KOKKOS_INLINE_FUNCTION void operator()(Bins const& bins, std::uint64_t const* words,
                                         std::uint64_t first,
                                         std::uint64_t count) const {
    constexpr std::uint64_t distance = 32;
    std::uint64_t const size = bins.extent(0);
    std::uint64_t const shift = word_of_pass(first);
    for (std::uint64_t i = 0; i < count; ++i) {
      // An atomic addition waits for its cache line, and all behind it wait too.
      __builtin_prefetch(&bins((words[i + distance] ^ shift) * size >> 32U), 1);
      histogram::increment(&bins((words[i] ^ shift) * size >> 32U));
    }
  }
};

/// Places from a register, by Knuth's linear congruential generator (MMIX): a word from
/// memory would wait for the addition before it.
struct Drawn {
  KOKKOS_INLINE_FUNCTION void operator()(Bins const& bins, std::uint64_t const*,
                                         std::uint64_t first,
                                         std::uint64_t count) const {
    std::uint64_t const size = bins.extent(0);
    std::uint64_t state = mixed(first);
    for (std::uint64_t i = 0; i < count; ++i) {
      state = state * 6364136223846793005U + 1442695040888963407U;
      histogram::increment(&bins((state >> 32U) * size >> 32U));
    }
  }
};

/// One pass after the other, or as much of the last as the samples ask.
template <class Pass>
void add(Bins const& bins, std::uint64_t const* words, std::uint64_t samples) {
  sum_over_chunks<1>(
      "atomic additions", {0, samples}, per_chunk,
      KOKKOS_LAMBDA(SampleRange part, Counts<1>&) {
        for (std::uint64_t i = part.begin; i < part.end; i += words_per_pass) {
          std::uint64_t const left = part.end - i;
          Pass()(bins, words, i, left < words_per_pass ? left : words_per_pass);
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

using Add = void(Bins const&, std::uint64_t const*, std::uint64_t);

Repetition adding(Add* form, Bins const& bins, std::uint64_t samples) {
  return [form, bins, samples, words = known_words()](Tally& mine) {
    form(bins, words.data(), samples);
    mine[0] = take(bins);
  };
}

Repetition prepare(Work const& work) {
  Bins const bins("atomic additions", integer(work.parameters, "bins"));
  std::array<Add*, 2> const forms = {add<Known>, add<Drawn>};
  auto const set_up = [&](Add* form, Work const& part) {
    return adding(form, bins, part.range.end - part.range.begin);
  };
  if (bins.extent(0) > histogram::most_near_bins) return set_up(forms.front(), work);
  return prepare_fastest(std::span<Add* const>(forms), work, set_up);
}

RegisterComparator const registered{{.name = "atomic-add",
                                     .kernel = "histogram",
                                     .summary = "atomic additions at random places",
                                     .role = Role::ceiling,
                                     .bound = "atomics",
                                     .nominal_samples_per_second = 1e8,
                                     .bytes_per_sample = 16,
                                     .prepare = prepare}};

}  // namespace
}  // namespace assay
