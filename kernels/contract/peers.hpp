// SPDX-License-Identifier: Apache-2.0
// What a kernel may ask of the other ranks. The worker answers over MPI, tests within
// one process.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace assay {

/// Bytes that go to rank `to` while bytes of the same number come from rank `from`.
/// Both may be the own rank.
struct Shift {
  int to = 0, from = 0;
  std::span<std::byte const> out;
  std::span<std::byte> in;
};

class Peers {
 public:
  virtual ~Peers() = default;

  virtual int rank() const = 0;
  virtual int size() const = 0;

  /// Begins all of these shifts. Every rank gives equally many, in the same order: the
  /// n-th of the sender meets the n-th of the receiver. Buffers stay untouched until
  /// `finish`. One set at a time, at most `most_shifts` of them.
  virtual void start(std::span<Shift const> shifts) = 0;
  virtual void finish() = 0;
  static constexpr std::size_t most_shifts = 8;

  /// Replaces each number by its sum over all ranks, modulo 2^64. Collective.
  virtual void sum(std::span<std::uint64_t> numbers) = 0;
};

}  // namespace assay
