// SPDX-License-Identifier: Apache-2.0
// The body of the elementary functions of option, without random words and sums of
// payoffs.
#pragma once

#include <cstddef>
#include <cstdint>

#include "common/sample_range.hpp"
#include "lanes/reproducible_math.hpp"
#include "lanes/targets.hpp"

namespace assay::option_functions {

/// For each two samples of the range a logarithm, a square root, a sine with its
/// cosine, and two exponentials, of numbers that take a few instructions. The sum of
/// their bits.
template <class Target>
ASSAY_FUNCTION std::uint64_t evaluate(SampleRange range) {
  using Real = typename Target::Real;
  constexpr std::size_t groups = 2;
  constexpr std::uint64_t step = 2 * groups * Target::lanes;
  Real x[groups];
  typename Target::Wide bits{};
  for (std::size_t g = 0; g < groups; ++g) x[g] = Real{} + 0.25 * double(g + 1);
  for (std::uint64_t i = range.begin; i + step <= range.end; i += step) {
    ASSAY_UNROLL
    for (Real& at : x) {
      Real const radius = square_root(reproducible_math::log(at) * -2.0);
      auto const angle = reproducible_math::sine_cosine(at);
      bits += bits_of(reproducible_math::exp(radius * angle.cosine)) +
              bits_of(reproducible_math::exp(radius * angle.sine));
      at = from_bits(bits_of(at) ^ (std::uint64_t{1} << 40U));
    }
  }
  return sum(bits);
}
ASSAY_EACH_TARGET(std::uint64_t, evaluate, (SampleRange))

}  // namespace assay::option_functions
