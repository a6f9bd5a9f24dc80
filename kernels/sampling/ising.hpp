// SPDX-License-Identifier: Apache-2.0
// The body of ising: proposals along a row of a rank's part, for every target.
//
// The sites of each colour are a plane of their own, a byte (0 or 1) each. A half-sweep
// writes the plane of its colour and reads the other, where the four neighbours of the
// k-th site of a row are: the k-th of the rows above and below, and in the same row the
// k-th and the one before or behind it. Eight bytes, the sites of two blocks, are
// computed as one number; no sum of bytes reaches into the next.
#pragma once

#include <cstddef>
#include <cstdint>

#include "lanes/counts.hpp"
#include "lanes/draws.hpp"
#include "lanes/targets.hpp"

namespace assay::ising {

constexpr std::uint32_t stream = 6;
constexpr std::uint64_t group = 8;  // columns whose sites of one colour share a block
constexpr std::uint64_t sites_of_group = group / 2;

struct Lattice {
  std::uint64_t rows = 0, columns = 0;

  ASSAY_INLINE std::uint64_t sites() const { return rows * columns; }
};

/// A flip that gains energy happens where the word lies below the entry of its rise:
/// for three equal neighbours, and for four. The second is never larger.
struct Thresholds {
  std::uint64_t three = 0, four = 0;
};

/// Which proposals a half-sweep makes: those of the first `limit` sites of its colour.
struct HalfSweep {
  std::uint32_t draw;
  std::uint64_t limit;

  ASSAY_INLINE std::uint64_t colour() const { return draw & 1U; }
};

/// A rank's part of the lattice, with one row and one site of its neighbours on each
/// side of each plane.
struct Domain {
  static constexpr std::uint64_t margin = 8;  // bytes on each side of a row

  Lattice lattice;
  SampleRange rows, groups;  ///< of the whole lattice
  Thresholds thresholds;
  Key key{};
  std::uint8_t* planes = nullptr;  ///< bytes() of them

  ASSAY_INLINE std::uint64_t height() const { return rows.end - rows.begin; }
  ASSAY_INLINE std::uint64_t widths() const { return groups.end - groups.begin; }
  /// Sites of one colour in a row.
  ASSAY_INLINE std::uint64_t width() const { return sites_of_group * widths(); }
  ASSAY_INLINE std::uint64_t stride() const {
    return margin + (width() + 7) / 8 * 8 + margin;
  }
  ASSAY_INLINE std::uint64_t bytes() const { return 2 * (height() + 2) * stride(); }

  /// The first site of row `r` from 0 here in a plane; rows -1 and height() are those
  /// of the neighbours, as are sites -1 and width().
  ASSAY_INLINE std::uint8_t* row(std::uint64_t colour, std::uint64_t r) const {
    return planes + (colour * (height() + 2) + r + 1) * stride() + margin;
  }
  /// 0 or 1: in which column of each two the sites of that colour are in row `r`.
  ASSAY_INLINE std::uint64_t offset(std::uint64_t colour, std::uint64_t r) const {
    return (rows.begin + r + colour) & 1U;
  }
};

/// How many neighbours of each site may be equal beyond two: 1 where a word is below
/// the threshold of three, 2 where below both; from the two blocks of each lane.
template <class Word>
ASSAY_INLINE auto tolerance(Words<Word> const& first, Words<Word> const& second,
                            Thresholds below) {
  using Wide = decltype(wide(first.w0));
  Wide bytes{};
  unsigned shift = 0;
  Words<Word> const blocks[] = {first, second};
  for_words_of(blocks, [&](Word word) {
    Wide const w = wide(word);
    Wide const one = Wide{} + (std::uint64_t{1} << shift);
    bytes += minus_less(w, Wide{} + below.three) & one;
    bytes += minus_less(w, Wide{} + below.four) & one;
    shift += 8;
  });
  return bytes;
}

/// What a row reads and writes, from some site on.
struct Sites {
  std::uint8_t* own;
  std::uint8_t const *north, *south, *beside, *behind;
};

/// Flips the eight bytes of each lane, or the first `sites` of them all. A site flips
/// where its unequal neighbours and the tolerance are two or more together.
template <class Target>
ASSAY_INLINE void flip(Sites at, std::uint64_t first, std::uint64_t sites,
                       typename Target::Wide tolerance) {
  auto const own = load_bytes(Target{}, at.own + first, sites);
  auto total = tolerance;
  total += own ^ load_bytes(Target{}, at.north + first, sites);
  total += own ^ load_bytes(Target{}, at.south + first, sites);
  total += own ^ load_bytes(Target{}, at.beside + first, sites);
  total += own ^ load_bytes(Target{}, at.behind + first, sites);
  auto const flips = (total + 0x7E7E7E7E7E7E7E7EU) >> 7U & 0x0101010101010101U;
  store_bytes(at.own + first, own ^ flips, sites);
}

/// Proposes `sites` sites from the first of a block on; all blocks have the same upper
/// half of their index.
template <class Target, class Generator>
ASSAY_INLINE void propose_sites(Sites at, std::uint64_t block, std::uint64_t sites,
                                Draws draws, Thresholds thresholds) {
  constexpr std::size_t groups = 2;
  constexpr std::uint64_t blocks = groups * Target::lanes;
  constexpr std::uint64_t bytes = 8 * Target::lanes;
  std::uint64_t const steps = (sites + bytes - 1) / bytes;
  for_groups<Target, Generator, groups, 2>(
      block, block + steps * blocks, draws, [&](std::uint64_t now, auto const& w) {
        std::uint64_t const first = (now - block) * sites_of_group;
        std::uint64_t const left = sites - first;
        flip<Target>(at, first, left < bytes ? left : bytes,
                     tolerance(w[0], w[1], thresholds));
      });
}

/// Proposes the sites of one colour in these groups of row `r`, all from 0 here.
template <class Target, class Generator>
ASSAY_INLINE void propose(Domain const& d, std::uint64_t r, SampleRange groups,
                          HalfSweep half) {
  std::uint64_t const colour = half.colour();
  std::uint64_t const origin =
      ((d.rows.begin + r) * d.lattice.columns / group + d.groups.begin) *
      sites_of_group;
  std::uint64_t const begin = origin + groups.begin * sites_of_group;
  std::uint64_t const all = origin + groups.end * sites_of_group;
  std::uint64_t const end = all < half.limit ? all : half.limit;
  if (begin >= end) return;
  std::uint8_t const* const beside = d.row(1 - colour, r);
  Sites const row = {d.row(colour, r), d.row(1 - colour, r - 1),
                     d.row(1 - colour, r + 1), beside,
                     d.offset(colour, r) == 0 ? beside - 1 : beside + 1};
  Draws const draws = {.draw = half.draw, .stream = stream, .key = d.key};
  for_same_upper_half(
      begin / sites_of_group, (end - 1) / sites_of_group + 1, [&](SampleRange blocks) {
        std::uint64_t const from = blocks.begin * sites_of_group;
        std::uint64_t const to = blocks.end * sites_of_group;
        std::uint64_t const k = from - origin;
        propose_sites<Target, Generator>(
            {row.own + k, row.north + k, row.south + k, row.beside + k, row.behind + k},
            blocks.begin, (to < end ? to : end) - from, draws, d.thresholds);
      });
}

/// The groups of a row that read no halo at its ends: all but the first vector where
/// the site before is a neighbour, all but the last where the one behind is.
template <class Target>
ASSAY_INLINE SampleRange inner_groups(Domain const& d, std::uint64_t r,
                                      HalfSweep half) {
  constexpr std::uint64_t vector = 2 * Target::lanes;
  std::uint64_t const widths = d.widths();
  if (d.offset(half.colour(), r) == 1) return {0, (widths - 1) / vector * vector};
  return {widths < vector ? widths : vector, widths};
}

/// Proposes what reads no halo in row `r`.
template <class Target, class Generator>
ASSAY_FUNCTION void propose_inner(Domain const& d, std::uint64_t r, HalfSweep half) {
  if (r == 0 || r + 1 == d.height()) return;
  propose<Target, Generator>(d, r, inner_groups<Target>(d, r, half), half);
}
ASSAY_EACH_GENERATOR(void, propose_inner, (Domain const&, std::uint64_t, HalfSweep))

/// Proposes the rest.
template <class Target, class Generator>
ASSAY_FUNCTION void propose_outer(Domain const& d, std::uint64_t r, HalfSweep half) {
  bool const is_edge = r == 0 || r + 1 == d.height();
  auto const inner = is_edge ? SampleRange{} : inner_groups<Target>(d, r, half);
  if (inner.begin > 0) propose<Target, Generator>(d, r, {0, inner.begin}, half);
  propose<Target, Generator>(d, r, {inner.end, d.widths()}, half);
}
ASSAY_EACH_GENERATOR(void, propose_outer, (Domain const&, std::uint64_t, HalfSweep))

/// What of a half-sweep is proposed: what reads a halo, or the rest.
enum class Reach { inside, halo };

/// Groups that a thread of a device proposes: those of eight sites.
constexpr std::uint64_t groups_of_part = 2;

/// Proposes some groups of row `r`, from a multiple of groups_of_part on, if they are
/// of that reach. For devices, whose threads share a row.
template <class Generator>
ASSAY_FUNCTION void propose_part(Domain const& d, std::uint64_t r, SampleRange groups,
                                 HalfSweep half, Reach reach) {
  bool const is_edge = r == 0 || r + 1 == d.height();
  auto const inner = inner_groups<Plain>(d, r, half);
  bool const reads_halo =
      is_edge || groups.begin < inner.begin || groups.end > inner.end;
  if (reads_halo == (reach == Reach::halo))
    propose<Plain, Generator>(d, r, groups, half);
}

/// Adds what row `r` holds to lattice, up and broken. Each pair of neighbours counts at
/// its site of colour 0.
ASSAY_INLINE void tally(Domain const& d, std::uint64_t r, Counts<3>& counts) {
  std::uint64_t const site =
      (d.rows.begin + r) * d.lattice.columns + group * d.groups.begin;
  std::uint8_t const* const even = d.row(0, r);
  std::uint8_t const* const odd = d.row(1, r);
  std::uint8_t const* const behind = d.offset(0, r) == 0 ? odd - 1 : odd + 1;
  for (std::uint64_t k = 0; k < d.width(); ++k) {
    counts.at[0] += even[k] * mixed(site + 2 * k + d.offset(0, r));
    counts.at[0] += odd[k] * mixed(site + 2 * k + d.offset(1, r));
    counts.at[1] += std::uint64_t{even[k]} + odd[k];
    counts.at[2] += (std::uint64_t{even[k]} ^ odd[k]) + (even[k] ^ behind[k]) +
                    (even[k] ^ d.row(1, r - 1)[k]) + (even[k] ^ d.row(1, r + 1)[k]);
  }
}

}  // namespace assay::ising
