// SPDX-License-Identifier: Apache-2.0
// The collective alone: sums of a message over all ranks, again and again.
//
// A sample is one rank's contribution to one collective. A rank with n samples takes
// part in n collectives; where shares differ by one, the ranks without a sample add
// zeros to the last. Word w of sample i is (i + 1)(w + 1) modulo 2^64, so the sum of
// all words of all results has a closed form.
//
// Weak scaling: every rank contributes equally often, whatever their number, so the
// efficiency is the cost of a collective of one rank over that of many. Strong scaling:
// the contributions are shared, so twice the ranks do half the collectives. Threads do
// not take part. Memory: the message. Ceiling: latency plus bytes over bandwidth,
// fitted to the sizes of the message (Hockney).
#include <algorithm>
#include <cstdint>
#include <vector>

#include "contract/kernel.hpp"
#include "contract/parameters.hpp"
#include "contract/peers.hpp"

namespace assay {
namespace {

/// How many collectives `samples` contributions of `ranks` ranks make.
std::uint64_t rounds_of(std::uint64_t samples, std::uint64_t ranks) {
  return samples / ranks + (samples % ranks == 0 ? 0 : 1);
}

void fill(std::vector<std::uint64_t>& message, std::uint64_t factor) {
  std::uint64_t word = 0;
  for (std::uint64_t& value : message) value = word += factor;
}

/// Sums those words of a result that are this rank's to tally: over all ranks, each
/// word once, and other ones in the next round.
std::uint64_t share_of_result(std::vector<std::uint64_t> const& result,
                              std::uint64_t round, Peers const& peers) {
  auto const ranks = static_cast<std::uint64_t>(peers.size());
  auto const rank = static_cast<std::uint64_t>(peers.rank());
  std::uint64_t total = 0;
  for (std::uint64_t w = (rank + ranks - round % ranks) % ranks; w < result.size();
       w += ranks) {
    total += result[w];
  }
  return total;
}

Repetition prepare(Work const& work) {
  auto const words = integer(work.parameters, "words");
  auto const rounds =
      rounds_of(work.samples, static_cast<std::uint64_t>(work.peers->size()));
  return [range = work.range, rounds, &peers = *work.peers,
          message = std::vector<std::uint64_t>(words)](Tally& mine) mutable {
    mine[0] = 0;
    for (std::uint64_t round = 0; round < rounds; ++round) {
      std::uint64_t const sample = range.begin + round;
      fill(message, sample < range.end ? sample + 1 : 0);
      peers.sum(message);
      mine[0] += share_of_result(message, round, peers);
    }
  };
}

/// 1 + 2 + ... + n modulo 2^64.
std::uint64_t triangular(std::uint64_t n) {
  return n % 2 == 0 ? n / 2 * (n + 1) : (n + 1) / 2 * n;
}

/// The distance of the sum from its closed form: 0, or an error.
std::optional<Estimate> estimate(Tally const& total, std::uint64_t samples,
                                 ParameterValues const& parameters) {
  std::uint64_t const sum =
      triangular(samples) * triangular(integer(parameters, "words"));
  return Estimate{.value = static_cast<double>(total[0] - sum)};
}

RegisterKernel const registered{
    {.name = "reduce",
     .summary = "sums of a message over all ranks",
     .stresses = "latency and bandwidth of the collective",
     .check = "the sum of all results, exactly (the estimate is the distance from it)",
     .nominal_samples_per_second = 1e6,
     .parameters = {{.name = "words",
                     .summary = "length of the message, 8 bytes a word",
                     .unit = "words",
                     .default_value = std::int64_t{1},
                     .minimum = 1,
                     .maximum = 1 << 26}},
     .memory = {{.bytes = 8, .times = {"words"}}},
     .tallies = {"sum"},
     .prepare = prepare,
     .estimate = estimate}};

}  // namespace
}  // namespace assay
