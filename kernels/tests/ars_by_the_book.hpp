// SPDX-License-Identifier: Apache-2.0
// ARS4x32 as its paper and FIPS 197 state it, sharing no code with the kernels.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "philox_by_the_book.hpp"

namespace assay {

using State = std::array<std::uint8_t, 16>;

inline std::uint8_t doubled(std::uint8_t a) {
  return std::uint8_t(unsigned{a} << 1U ^ (unsigned{a} >> 7U) * 0x1BU);
}

inline std::uint8_t product_by_the_book(std::uint8_t a, std::uint8_t b) {
  std::uint8_t total = 0;
  for (; b != 0; b = std::uint8_t(b >> 1U), a = doubled(a)) total ^= b & 1U ? a : 0;
  return total;
}

/// The inverse in the field of 256, then the affine transformation.
inline std::uint8_t substituted(std::uint8_t byte) {
  std::uint8_t inverse = 0;
  for (unsigned x = 1; x < 256; ++x) {
    if (product_by_the_book(byte, std::uint8_t(x)) == 1) inverse = std::uint8_t(x);
  }
  unsigned bits = inverse;
  for (unsigned n = 1; n < 5; ++n)
    bits ^= unsigned{inverse} << n | unsigned{inverse} >> (8 - n);
  return std::uint8_t(bits ^ 0x63U);
}

inline State round_by_the_book(State const& before, bool mixes_columns) {
  State s{};
  for (std::size_t i = 0; i < 16; ++i) s[i] = substituted(before[(i + i % 4 * 4) % 16]);
  if (!mixes_columns) return s;
  State mixed{};
  for (std::size_t i = 0; i < 16; ++i) {
    auto const below = [&](std::size_t n) { return s[i / 4 * 4 + (i + n) % 4]; };
    mixed[i] = std::uint8_t(doubled(s[i]) ^ doubled(below(1)) ^ below(1) ^ below(2) ^
                            below(3));
  }
  return mixed;
}

inline void add_key(State& state, std::uint64_t low, std::uint64_t high) {
  for (std::size_t i = 0; i < 8; ++i) {
    state[i] ^= std::uint8_t(low >> 8 * i);
    state[8 + i] ^= std::uint8_t(high >> 8 * i);
  }
}

/// The words of one counter.
inline Block ars_by_the_book(Block const& counter, Block const& key, int rounds) {
  State state{};
  for (std::size_t i = 0; i < 16; ++i) {
    state[i] = std::uint8_t(counter[i / 4] >> i % 4 * 8);
  }
  std::uint64_t low = key[0] | std::uint64_t{key[1]} << 32U;
  std::uint64_t high = key[2] | std::uint64_t{key[3]} << 32U;
  add_key(state, low, high);
  for (int round = 1; round <= rounds; ++round) {
    low += 0x9E3779B97F4A7C15U;
    high += 0xBB67AE8584CAA73BU;
    state = round_by_the_book(state, round < rounds);
    add_key(state, low, high);
  }
  Block words{};
  for (std::size_t i = 0; i < 16; ++i) {
    words[i / 4] |= std::uint32_t{state[i]} << i % 4 * 8;
  }
  return words;
}

}  // namespace assay
