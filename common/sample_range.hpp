// SPDX-License-Identifier: Apache-2.0
// A contiguous range of sample indices.
#pragma once

#include <cstdint>

namespace assay {

/// Global sample indices [begin, end).
struct SampleRange {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
};

}  // namespace assay
