// SPDX-License-Identifier: Apache-2.0
// Runs a kernel in this process, as the only rank, for its tests.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

#include "contract/parameters.hpp"
#include "contract/registry.hpp"
#include "contract/sole_peer.hpp"

namespace assay {

constexpr std::uint64_t test_seed = 0x548c9decbce65297U;

/// The tallies of [begin, end), after a first repetition that must give the same.
/// Empty if it does not.
inline Tally tallies(std::string const& name, std::uint64_t begin, std::uint64_t end,
                     ParameterValues const& given = {}) {
  SolePeer peers;
  Kernel const& kernel = kernel_named(name);
  Repetition const repetition =
      kernel.prepare({.range = {begin, end},
                      .samples = end - begin,
                      .seed = test_seed,
                      .parameters = complete_parameters(kernel, given),
                      .peers = &peers});
  Tally first(kernel.tallies.size(), 99);
  Tally second(kernel.tallies.size(), 77);
  repetition(first);
  repetition(second);
  return first == second ? first : Tally{};
}

/// Sum modulo 2^64, tally by tally.
inline Tally operator+(Tally const& a, Tally const& b) {
  Tally sum(std::min(a.size(), b.size()));
  for (std::size_t i = 0; i < sum.size(); ++i) sum[i] = a[i] + b[i];
  return sum;
}

/// The estimate of these tallies at the defaults, but for `given`.
inline std::optional<Estimate> estimate_of(std::string const& name, Tally const& total,
                                           std::uint64_t samples,
                                           ParameterValues const& given = {}) {
  Kernel const& kernel = kernel_named(name);
  return kernel.estimate(total, samples, complete_parameters(kernel, given));
}

}  // namespace assay
