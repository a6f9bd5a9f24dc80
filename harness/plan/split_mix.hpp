// SPDX-License-Identifier: Apache-2.0
// A small generator whose numbers are the same with every library and platform.
#pragma once

#include <cstdint>

namespace assay {

/// SplitMix64 (Steele, Lea, Flood, OOPSLA 2014); its quality is ample for an order, and
/// for the noise of a model.
class SplitMix64 {
 public:
  explicit SplitMix64(std::uint64_t state) : state_(state) {}

  std::uint64_t operator()() {
    state_ += 0x9e3779b97f4a7c15U;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31U);
  }

 private:
  std::uint64_t state_;
};

}  // namespace assay
