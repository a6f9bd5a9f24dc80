// SPDX-License-Identifier: Apache-2.0
// Which samples a rank owns.
#pragma once

#include <algorithm>
#include <cstdint>

#include "sample_range.hpp"

namespace assay {

/// The contiguous share of `rank` among `ranks`: sizes differ by at most one, lower
/// ranks hold the longer ones. Exact for every `samples` below 2^64, since quotient
/// times rank never exceeds `samples`. Needs 0 <= rank < ranks.
constexpr SampleRange share_of(std::uint64_t samples, int rank, int ranks) {
  auto const r = static_cast<std::uint64_t>(rank);
  auto const all = static_cast<std::uint64_t>(ranks);
  std::uint64_t const quotient = samples / all;
  std::uint64_t const rest = samples % all;
  std::uint64_t const begin = quotient * r + std::min(r, rest);
  return {begin, begin + quotient + (r < rest ? 1 : 0)};
}

/// The share of `rank` within one part of the samples.
constexpr SampleRange share_of(SampleRange part, int rank, int ranks) {
  SampleRange const share = share_of(part.end - part.begin, rank, ranks);
  return {part.begin + share.begin, part.begin + share.end};
}

}  // namespace assay
