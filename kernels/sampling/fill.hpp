// SPDX-License-Identifier: Apache-2.0
// The body of fill: writes a thread's share of the samples, for every target.
#pragma once

#include <cstddef>
#include <cstdint>

#include "lanes/counts.hpp"
#include "lanes/draws.hpp"
#include "lanes/targets.hpp"

namespace assay::fill {

constexpr std::uint32_t stream = 4;
constexpr std::uint64_t pairs_per_page = 256;  // of 16 bytes
/// A larger array is written past the caches, which then need not read it first.
constexpr std::uint64_t most_cached_pairs = 1U << 17U;  // 2 MiB

/// The array, as pairs of entries, and what is written to it.
struct Filling {
  std::uint64_t* array = nullptr;
  std::uint64_t pairs = 0;
  SampleRange range;
  Key key{};
};

struct Pair {
  std::uint64_t first, second;
};

/// Samples 2 block and 2 block + 1.
template <class Generator>
ASSAY_INLINE Pair draw(std::uint64_t block, Key key) {
  auto const w = draw_words<Generator>(block, 0, stream, key);
  return {joined(w.w1, w.w0), joined(w.w3, w.w2)};
}

/// Calls `visit(sample, value)` for those of the two samples of a block that the range
/// holds.
template <class Generator, class Visit>
ASSAY_INLINE void for_pair(std::uint64_t block, SampleRange range, Key key,
                           Visit const& visit) {
  Pair const pair = draw<Generator>(block, key);
  std::uint64_t const sample = 2 * block;
  if (sample >= range.begin && sample < range.end) visit(sample, pair.first);
  if (sample + 1 >= range.begin && sample + 1 < range.end) {
    visit(sample + 1, pair.second);
  }
}

/// Checksums under way.
template <class Wide>
struct Sums {
  Wide of_values, of_xor;

  /// A pair of samples, the first of which has this even index.
  ASSAY_INLINE void add(Wide first, Wide second, Wide index) {
    of_values += first + second;
    of_xor += (first ^ index) + (second ^ index ^ 1U);
  }
};

/// Writes one block, or those of its samples that the range holds.
template <class Target, class Generator>
ASSAY_INLINE void write_block(Filling const& f, std::uint64_t block,
                              std::uint64_t* pair, Counts<3>& counts) {
  for_pair<Generator>(block, f.range, f.key, [&](std::uint64_t i, std::uint64_t value) {
    pair[i & 1U] = value;
    counts.at[0] += value;
    counts.at[1] += value ^ i;
  });
}

/// Writes the whole blocks of a part with the same upper half of their indices, to
/// consecutive pairs, the first of them aligned to a vector. Returns the first left.
template <class Target, class Generator, bool past_caches>
ASSAY_INLINE std::uint64_t write_groups(SampleRange blocks, Key key,
                                        std::uint64_t* pair, Counts<3>& counts) {
  constexpr std::size_t groups = 4;
  using Wide = typename Target::Wide;
  Sums<Wide> sums{};
  Wide index = lanes_from(Target{}, 0) * 2U + 2 * blocks.begin;
  std::uint64_t const rest = for_groups<Target, Generator, groups>(
      blocks.begin, blocks.end, {.draw = 0, .stream = stream, .key = key},
      [&](std::uint64_t, auto const& words) {
        for (auto const& w : words) {
          Wide const first = joined(w.w1, w.w0);
          Wide const second = joined(w.w3, w.w2);
          sums.add(first, second, index);
          index += 2 * Target::lanes;
          store_interleaved<past_caches>(pair, first, second);
          pair += 2 * Target::lanes;
        }
      });
  counts.at[0] += sum(sums.of_values);
  counts.at[1] += sum(sums.of_xor);
  return rest;
}

/// Writes blocks with the same upper half of their indices to consecutive pairs.
template <class Target, class Generator, bool past_caches>
ASSAY_INLINE void write_part(Filling const& f, SampleRange blocks, std::uint64_t* pair,
                             Counts<3>& counts) {
  std::uint64_t const whole =
      f.range.end / 2 < blocks.end ? f.range.end / 2 : blocks.end;
  std::uint64_t block = blocks.begin;
  auto const is_ready = [&] {
    return reinterpret_cast<std::uintptr_t>(pair) % (8 * Target::lanes) == 0 &&
           2 * block >= f.range.begin;
  };
  for (; block < whole && !is_ready(); ++block, pair += 2) {
    write_block<Target, Generator>(f, block, pair, counts);
  }
  if (block < whole) {
    std::uint64_t const rest = write_groups<Target, Generator, past_caches>(
        {block, whole}, f.key, pair, counts);
    pair += 2 * (rest - block);
    block = rest;
  }
  for (; block < blocks.end; ++block, pair += 2)
    write_block<Target, Generator>(f, block, pair, counts);
}

template <class Target, class Generator>
ASSAY_INLINE void write_run(Filling const& f, std::uint64_t begin, std::uint64_t end,
                            std::uint64_t* pair, Counts<3>& counts) {
  for_same_upper_half(begin, end, [&](SampleRange part) {
    std::uint64_t* const at = pair + 2 * (part.begin - begin);
    if (f.pairs > most_cached_pairs) {
      write_part<Target, Generator, true>(f, part, at, counts);
    } else {
      write_part<Target, Generator, false>(f, part, at, counts);
    }
  });
}

/// Writes every sample of the range whose entry lies within these pairs of entries,
/// pass by pass through the share.
template <class Target, class Generator>
ASSAY_FUNCTION void write(Filling const& f, SampleRange share, Counts<3>& counts) {
  std::uint64_t const first_block = f.range.begin / 2;
  std::uint64_t const after_last = (f.range.end - 1) / 2 + 1;
  for (std::uint64_t pass = first_block / f.pairs; pass * f.pairs < after_last;
       ++pass) {
    std::uint64_t const first = pass * f.pairs;
    std::uint64_t const from = first + share.begin;
    std::uint64_t const to = first + share.end;
    std::uint64_t const begin = from < first_block ? first_block : from;
    std::uint64_t const end = to < after_last ? to : after_last;
    write_run<Target, Generator>(f, begin, end, f.array + 2 * (begin - first), counts);
  }
  finish_stores();
}
ASSAY_EACH_GENERATOR(void, write, (Filling const&, SampleRange, Counts<3>&))

/// Whether a pair holds what was written to it last. The last block that has it: the
/// one before would have been overwritten but at the odd ends of the range.
template <class Generator>
ASSAY_INLINE std::uint64_t wrong(Filling const& f, std::uint64_t pair) {
  std::uint64_t const last_block = (f.range.end - 1) / 2;
  if (last_block < pair) return 0;
  std::uint64_t const block = last_block - (last_block - pair) % f.pairs;
  std::uint64_t count = 0;
  for_pair<Generator>(block, f.range, f.key, [&](std::uint64_t i, std::uint64_t value) {
    count += f.array[2 * pair + (i & 1U)] != value ? 1 : 0;
  });
  return count;
}

/// Counts the wrong ones of one entry in each page.
template <class Target, class Generator>
ASSAY_FUNCTION void read_back(Filling const& f, SampleRange share, Counts<3>& counts) {
  constexpr std::uint64_t ahead = 16 * pairs_per_page;
  for (std::uint64_t p = share.begin; p < share.end; p += pairs_per_page) {
    // No processor foresees the next page; none minds an address behind the array.
    if constexpr (Target::lanes > 1) __builtin_prefetch(f.array + 2 * (p + ahead));
    counts.at[2] += wrong<Generator>(f, p);
  }
}
ASSAY_EACH_GENERATOR(void, read_back, (Filling const&, SampleRange, Counts<3>&))

}  // namespace assay::fill
