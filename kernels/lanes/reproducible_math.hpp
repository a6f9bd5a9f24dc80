// SPDX-License-Identifier: Apache-2.0
// Elementary functions as fixed sequences of IEEE operations, so that their last bit is
// the same on every platform and in every lane, as that of a maths library is not. No
// expression here adds a product that is rounded, since a compiler may fuse that or
// not: what is fused says so.
#pragma once

#include <cstdint>

#include "lanes.hpp"

namespace assay::reproducible_math {

/// Added to |x| < 2^51, it leaves x rounded to an integer, half to even, in the lower
/// bits: in two's complement.
constexpr double shift_to_integer = 0x1.8p52;

template <class Real>
ASSAY_INLINE Real rounded(Real x) {
  Real const shifted = x + shift_to_integer;
  return shifted - shift_to_integer;
}

/// The natural logarithm of a normal x > 0, to about one unit in the last place: the
/// series 2 artanh f = 2 (f + f^3/3 + ... + f^21/21) of the mantissa m in
/// [0.5, 2) next to 1, with f = (m - 1)/(m + 1).
template <class Real>
ASSAY_INLINE Real log(Real x) {
  auto const bits = bits_of(x);
  // A small integer below the bits of 2^52 is that plus the integer.
  Real exponent = from_bits(bits >> 52U | 0x4330000000000000U) - (0x1p52 + 1023);
  Real m = from_bits((bits & 0xFFFFFFFFFFFFFU) | 0x3FF0000000000000U);
  auto const is_high = m > Real{} + 0x1.6a09e667f3bcdp0;
  m = choose(is_high, m * 0.5, m);
  exponent = choose(is_high, exponent + 1.0, exponent);
  Real const f = (m - 1.0) / (m + 1.0);
  Real const square = f * f;
  Real p = Real{} + 1.0 / 21;
  ASSAY_UNROLL
  for (int n = 19; n >= 3; n -= 2) p = fused(p, square, Real{} + 1.0 / n);
  Real const rest = p * square;
  Real const twice = f + f;
  Real const of_m = fused(twice, rest, twice);
  return fused(exponent, Real{} + 0x1.62e42fefa39efp-1, of_m);
}

/// e^x for |x| < 700: the Taylor series to degree 13 about the nearest multiple of
/// log 2, which is taken off in two parts.
template <class Real>
ASSAY_INLINE Real exp(Real x) {
  Real const shifted =
      fused(x, Real{} + 0x1.71547652b82fep0, Real{} + shift_to_integer);
  Real const k = shifted - shift_to_integer;
  Real const high = fused(k, Real{} - 0x1.62e42feep-1, x);
  Real const r = fused(k, Real{} - 0x1.a39ef35793c76p-33, high);
  double factorial = 6227020800;  // 13!
  Real p = Real{} + 1 / factorial;
  ASSAY_UNROLL
  for (int n = 13; n >= 1; --n) {
    factorial = factorial / n;
    p = fused(p, r, Real{} + 1 / factorial);
  }
  return p * from_bits((bits_of(shifted) + 1023U) << 52U);
}

template <class Real>
struct SineCosine {
  Real sine, cosine;
};

/// Of `turns` whole turns, 0 <= turns < 1: Taylor series to degrees 17 and 16 within an
/// eighth of a turn of the nearest quarter.
template <class Real>
ASSAY_INLINE SineCosine<Real> sine_cosine(Real turns) {
  Real const quarters = turns * 4.0;
  Real const shifted = quarters + shift_to_integer;
  Real const y = (quarters - (shifted - shift_to_integer)) * 0x1.921fb54442d18p0;
  Real const minus_square = y * -y;
  double factorial = 355687428096000;  // 17!
  Real s = Real{} + 1 / factorial;
  Real c = Real{} + 17 / factorial;
  ASSAY_UNROLL
  for (int n = 17; n >= 3; n -= 2) {
    factorial = factorial / (n * (n - 1));
    s = fused(s, minus_square, Real{} + 1 / factorial);
    if (n > 3) c = fused(c, minus_square, Real{} + (n - 2) / factorial);
  }
  c = fused(c, minus_square, Real{} + 1.0);
  s = s * y;
  // Odd quarters swap the two; bit 1 of the quarter is the sign of the sine, that of
  // the next quarter the cosine's.
  auto const quarter = bits_of(shifted);
  auto const is_even = (quarter & 1U) == decltype(quarter){};
  auto const sine_sign = (quarter & 2U) << 62U;
  auto const cosine_sign = ((quarter + 1U) & 2U) << 62U;
  return {from_bits(bits_of(choose(is_even, s, c)) ^ sine_sign),
          from_bits(bits_of(choose(is_even, c, s)) ^ cosine_sign)};
}

/// The open unit interval from two random words: the middle of one of 2^52 parts.
template <class Word>
ASSAY_INLINE auto unit(Word high, Word low) {
  // 1 + part 2^-52, less 1 - 2^-53: no rounding.
  auto const part = joined(high, low) >> 12U;
  return from_bits(part | 0x3FF0000000000000U) - (1 - 0x1p-53);
}

}  // namespace assay::reproducible_math
