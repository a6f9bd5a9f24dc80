// SPDX-License-Identifier: Apache-2.0
// Elementary functions as fixed sequences of IEEE operations, so that their last bit is
// the same on every platform, as that of a maths library is not. No expression here
// adds a product, since a compiler may fuse that or not: what is fused says so.
#pragma once

#include <Kokkos_Macros.hpp>
#include <cmath>
#include <cstdint>
#include <cstring>

namespace assay::specified {

/// x rounded to an integer, half to even, for |x| < 2^51.
KOKKOS_FORCEINLINE_FUNCTION double rounded(double x) {
  double const shifted = x + 0x1.8p52;
  return shifted - 0x1.8p52;
}

KOKKOS_FORCEINLINE_FUNCTION double from_bits(std::uint64_t bits) {
  double value = 0;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}
KOKKOS_FORCEINLINE_FUNCTION std::uint64_t bits_of(double value) {
  std::uint64_t bits = 0;
  std::memcpy(&bits, &value, sizeof bits);
  return bits;
}

/// The natural logarithm of a normal x > 0, to about one unit in the last place: the
/// series 2 artanh f = 2 (f + f^3/3 + ... + f^21/21) of the mantissa m in
/// [0.5, 2) next to 1, with f = (m - 1)/(m + 1).
KOKKOS_INLINE_FUNCTION double log(double x) {
  std::uint64_t const bits = bits_of(x);
  double exponent = static_cast<double>(static_cast<std::int64_t>(bits >> 52U) - 1023);
  double m = from_bits((bits & 0xFFFFFFFFFFFFFU) | 0x3FF0000000000000U);
  if (m > 0x1.6a09e667f3bcdp0) {
    m = m * 0.5;
    exponent = exponent + 1;
  }
  double const f = (m - 1) / (m + 1);
  double const square = f * f;
  double p = 1.0 / 21;
  for (int n = 19; n >= 3; n -= 2) p = std::fma(p, square, 1.0 / n);
  double const rest = p * square;
  double const twice = f + f;
  double const of_m = std::fma(twice, rest, twice);
  return std::fma(exponent, 0x1.62e42fefa39efp-1, of_m);
}

/// e^x for |x| < 700: the Taylor series to degree 13 about the nearest multiple of
/// log 2, which is taken off in two parts.
KOKKOS_INLINE_FUNCTION double exp(double x) {
  double const k = rounded(x * 0x1.71547652b82fep0);
  double const high = std::fma(k, -0x1.62e42feep-1, x);
  double const r = std::fma(k, -0x1.a39ef35793c76p-33, high);
  double factorial = 6227020800;  // 13!
  double p = 1 / factorial;
  for (int n = 13; n >= 1; --n) {
    factorial = factorial / n;
    p = std::fma(p, r, 1 / factorial);
  }
  auto const exponent = static_cast<std::uint64_t>(static_cast<std::int64_t>(k) + 1023);
  return p * from_bits(exponent << 52U);
}

struct SineCosine {
  double sine, cosine;
};

/// Of `turns` whole turns, 0 <= turns < 1: Taylor series to degrees 17 and 16 within an
/// eighth of a turn of the nearest quarter.
KOKKOS_INLINE_FUNCTION SineCosine sine_cosine(double turns) {
  double const quarter = rounded(4 * turns);
  double const y = (4 * turns - quarter) * 0x1.921fb54442d18p0;
  double const minus_square = y * -y;
  double factorial = 355687428096000;  // 17!
  double s = 1 / factorial;
  double c = 17 / factorial;
  for (int n = 17; n >= 3; n -= 2) {
    factorial = factorial / (n * (n - 1));
    s = std::fma(s, minus_square, 1 / factorial);
    if (n > 3) c = std::fma(c, minus_square, (n - 2) / factorial);
  }
  c = std::fma(c, minus_square, 1.0);
  s = s * y;
  switch (static_cast<int>(quarter) & 3) {
    case 0:
      return {s, c};
    case 1:
      return {c, -s};
    case 2:
      return {-s, -c};
    default:
      return {-c, s};
  }
}

/// The open unit interval from two random words: the middle of one of 2^52 parts.
KOKKOS_FORCEINLINE_FUNCTION double unit(std::uint32_t high, std::uint32_t low) {
  std::uint64_t const part = std::uint64_t{high} << 20U | low >> 12U;
  return static_cast<double>(2 * part + 1) * 0x1p-53;
}

}  // namespace assay::specified
