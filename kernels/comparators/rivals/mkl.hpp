// SPDX-License-Identifier: Apache-2.0
// The random generators of oneMKL, found while the program runs: it is no part of the
// build, and few machines have it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace assay::mkl {

/// Those of its basic generators that give 32 random bits at a time, by its numbers.
enum class Basic : int {
  sfmt19937 = 13 << 20,
  ars5 = 15 << 20,
  philox4x32x10 = 16 << 20
};

/// Empty where the library is here; else what to do about it.
std::string missing();

/// A stream of random words.
class Stream {
 public:
  /// Throws std::runtime_error where there is no library, or where it refuses.
  Stream(Basic basic, std::uint64_t seed);
  ~Stream();
  Stream(Stream const&) = delete;
  Stream& operator=(Stream const&) = delete;

  /// Fills `words`, 2^30 of them at most.
  void draw(std::uint32_t* words, std::size_t count);

 private:
  void* state_ = nullptr;
};

}  // namespace assay::mkl
