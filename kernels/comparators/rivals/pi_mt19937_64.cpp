// SPDX-License-Identifier: Apache-2.0
// pi with the Mersenne Twister of the C++ library, 53-bit coordinates.
#include <cstdint>
#include <random>

#include "contract/comparator.hpp"

namespace assay {
namespace {

Repetition prepare(Work const& work) {
  return [samples = work.samples,
          generator = std::mt19937_64(work.seed)](Tally& mine) mutable {
    std::uniform_real_distribution<double> uniform;
    std::uint64_t hits = 0;
    for (std::uint64_t i = 0; i < samples; ++i) {
      double const x = uniform(generator);
      double const y = uniform(generator);
      hits += x * x + y * y < 1.0 ? 1 : 0;
    }
    mine[0] = hits;
  };
}

RegisterComparator const registered{
    {.name = "mt19937_64",
     .kernel = "pi",
     .summary = "std::mt19937_64 and its uniform distribution",
     .role = Role::rival,
     .nominal_samples_per_second = 2e8,
     .prepare = prepare}};

}  // namespace
}  // namespace assay
