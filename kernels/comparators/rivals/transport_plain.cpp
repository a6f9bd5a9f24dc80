// SPDX-License-Identifier: Apache-2.0
// transport one history after the other, with the logarithm of the C maths library.
#include <cmath>
#include <cstdint>

#include "contract/comparator.hpp"
#include "contract/parameters.hpp"
#include "lanes/draws.hpp"

namespace assay {
namespace {

constexpr std::uint32_t stream = 5;

struct Fates {
  std::uint64_t absorbed = 0, transmitted = 0, reflected = 0, events = 0;
};

/// In mean free paths; the share of events that absorb in 2^-32.
struct Slab {
  double thickness;
  double absorption;
};

void follow(std::uint64_t sample, Slab slab, Key key, Fates& fates) {
  double depth = 0;
  double cosine = 1;
  for (std::uint32_t event = 0;; ++event) {
    auto const w = draw_words(sample, event, stream, key);
    std::uint64_t const part = std::uint64_t{w.w0} << 20U | w.w1 >> 12U;
    depth -= std::log(static_cast<double>(2 * part + 1) * 0x1p-53) * cosine;
    if (depth < 0) {
      ++fates.reflected;
      return;
    }
    if (depth >= slab.thickness) {
      ++fates.transmitted;
      return;
    }
    ++fates.events;
    if (w.w2 < slab.absorption) {
      ++fates.absorbed;
      return;
    }
    cosine = (2 * static_cast<double>(w.w3) + 1 - 0x1p32) * 0x1p-32;
  }
}

Repetition prepare(Work const& work) {
  Slab const slab{real(work.parameters, "thickness"),
                  real(work.parameters, "absorption") * 0x1p32};
  return [slab, samples = work.samples, key = key_of_seed(work.seed)](Tally& mine) {
    Fates fates;
    for (std::uint64_t i = 0; i < samples; ++i) follow(i, slab, key, fates);
    mine = {fates.absorbed, fates.transmitted, fates.reflected, fates.events};
  };
}

RegisterComparator const registered{{.name = "plain",
                                     .kernel = "transport",
                                     .summary = "a plain loop over histories",
                                     .role = Role::rival,
                                     .nominal_samples_per_second = 1e7,
                                     .prepare = prepare}};

}  // namespace
}  // namespace assay
