// SPDX-License-Identifier: Apache-2.0
// The length of a message as MPI takes it.
#pragma once

#include <cstddef>
#include <limits>
#include <stdexcept>

namespace assay {

/// `size` as an int; throws std::length_error above 2^31 - 1.
inline int as_count(std::size_t size) {
  if (size > static_cast<std::size_t>(std::numeric_limits<int>::max())) {
    throw std::length_error("a message between ranks of more than 2^31 - 1 elements");
  }
  return static_cast<int>(size);
}

}  // namespace assay
