// SPDX-License-Identifier: Apache-2.0
// The body of option: sums of payoffs in fixed point, for every target.
#pragma once

#include <cstddef>
#include <cstdint>

#include "lanes/counts.hpp"
#include "lanes/draws.hpp"
#include "lanes/reproducible_math.hpp"
#include "lanes/targets.hpp"

namespace assay::option {

constexpr std::uint32_t stream = 1;
constexpr std::uint32_t fraction_bits = 24;
constexpr double unit_of_payoff = 1.0 / (1U << fraction_bits);
/// A payoff is below 2^50 units, so those of a chunk can be summed in 64 bits.
constexpr std::uint64_t samples_per_chunk = 1U << 14U;

/// What every sample has in common.
struct Call {
  double spot, strike, rate, maturity_y;
  double deviation;  ///< volatility times the root of the maturity
  double drift;      ///< of the logarithm of the price, risk-neutral
};

/// Radius and angle of two normal numbers (Box and Muller, A note on the generation of
/// random normal deviates, 1958).
template <class Word>
ASSAY_INLINE auto radius_of(Words<Word> const& w) {
  return square_root(reproducible_math::log(reproducible_math::unit(w.w0, w.w1)) *
                     -2.0);
}
template <class Word>
ASSAY_INLINE auto angle_of(Words<Word> const& w) {
  return reproducible_math::sine_cosine(reproducible_math::unit(w.w2, w.w3));
}

/// The payoff at this normal number, in units of 2^-24.
template <class Real>
ASSAY_INLINE auto payoff(Call const& call, Real normal) {
  Real const growth = reproducible_math::exp(
      fused(Real{} + call.deviation, normal, Real{} + call.drift));
  Real const gain = fused(Real{} + call.spot, growth, Real{} - call.strike);
  Real const won = choose(gain > Real{}, gain, Real{});
  // Added to 2^52 it is rounded to an integer, in the lower bits.
  return bits_of(won * (1U << fraction_bits) + 0x1p52) - bits_of(0x1p52);
}

/// Sums under way: of payoffs, and of their fractional parts.
template <class Wide>
struct Sums {
  Wide units, fractions;

  ASSAY_INLINE void add(Wide payoff) {
    units += payoff;
    fractions += payoff & ((1U << fraction_bits) - 1);
  }
};

/// Adds both samples of each block. Function by function, so that the chains of many
/// blocks run side by side.
template <class Wide, class Word, std::size_t groups>
ASSAY_INLINE void add_blocks(Sums<Wide>& sums, Call const& call,
                             Words<Word> const (&w)[groups]) {
  using Real = decltype(reproducible_math::unit(w[0].w0, w[0].w1));
  Real radius[groups];
  reproducible_math::SineCosine<Real> angle[groups];
  ASSAY_UNROLL
  for (std::size_t g = 0; g < groups; ++g) radius[g] = radius_of(w[g]);
  ASSAY_UNROLL
  for (std::size_t g = 0; g < groups; ++g) angle[g] = angle_of(w[g]);
  ASSAY_UNROLL
  for (std::size_t g = 0; g < groups; ++g) {
    sums.add(payoff(call, radius[g] * angle[g].cosine));
    sums.add(payoff(call, radius[g] * angle[g].sine));
  }
}

/// Adds the sums over the whole blocks [begin, end) to `few`.
template <class Target, class Generator>
ASSAY_INLINE void price_blocks(std::uint64_t begin, std::uint64_t end, Call const& call,
                               Key key, Sums<std::uint64_t>& few) {
  constexpr std::size_t groups = 4;
  Draws const draws = {.draw = 0, .stream = stream, .key = key};
  Sums<typename Target::Wide> many{};
  std::uint64_t const rest = for_groups<Target, Generator, groups>(
      begin, end, draws,
      [&](std::uint64_t, auto const& w) { add_blocks(many, call, w); });
  for_groups<Plain, Generator, 1>(rest, end, draws, [&](std::uint64_t, auto const& w) {
    add_blocks(few, call, w);
  });
  few.units += sum(many.units);
  few.fractions += sum(many.fractions);
}

/// Adds the whole and the fractional units of the payoffs of a range within a chunk.
template <class Target, class Generator>
ASSAY_FUNCTION void price(SampleRange range, Call const& call, Key key,
                          Counts<2>& counts) {
  Sums<std::uint64_t> sums{};
  if (range.begin % 2 == 1) {
    auto const w = draw_words<Generator>(range.begin / 2, 0, stream, key);
    sums.add(payoff(call, radius_of(w) * angle_of(w).sine));
  }
  if (range.end % 2 == 1) {
    auto const w = draw_words<Generator>(range.end / 2, 0, stream, key);
    sums.add(payoff(call, radius_of(w) * angle_of(w).cosine));
  }
  price_blocks<Target, Generator>(range.begin / 2 + range.begin % 2, range.end / 2,
                                  call, key, sums);
  counts.at[0] += (sums.units - sums.fractions) >> fraction_bits;
  counts.at[1] += sums.fractions;
}
ASSAY_EACH_GENERATOR(void, price, (SampleRange, Call const&, Key, Counts<2>&))

}  // namespace assay::option
