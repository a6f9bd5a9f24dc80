// SPDX-License-Identifier: Apache-2.0
// The last bytes of a stream of any length.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace assay {

/// Holds at most twice `capacity` and one piece, so that bytes are moved rarely.
class OutputTail {
 public:
  explicit OutputTail(std::size_t capacity) : capacity_(capacity) {}

  void add(std::string_view piece) {
    bytes_ += piece;
    if (bytes_.size() > 2 * capacity_) cut();
  }

  /// The last `capacity` bytes, or all if there were fewer.
  std::string take() {
    cut();
    return std::move(bytes_);
  }

 private:
  void cut() {
    if (bytes_.size() > capacity_) bytes_.erase(0, bytes_.size() - capacity_);
  }

  std::size_t capacity_;
  std::string bytes_;
};

}  // namespace assay
