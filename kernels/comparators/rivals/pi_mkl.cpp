// SPDX-License-Identifier: Apache-2.0
// pi with the random words of oneMKL, as its user would write it: arrays of coordinates
// that stay in the first cache, then a plain loop that the compiler vectorises. The
// test of a hit is that of the kernel.
#include <algorithm>
#include <cstdint>
#include <memory>
#include <vector>

#include "contract/comparator.hpp"
#include "mkl.hpp"

namespace assay {
namespace {

constexpr std::size_t most = 2048;  // points

std::uint64_t hits(std::uint32_t const* x, std::uint32_t const* y, std::size_t points) {
  std::uint64_t count = 0;
  for (std::size_t i = 0; i < points; ++i) {
    std::uint64_t const xx = std::uint64_t{x[i]} * x[i];
    count += xx + std::uint64_t{y[i]} * y[i] >= xx ? 1 : 0;
  }
  return count;
}

template <mkl::Basic basic>
Repetition prepare(Work const& work) {
  auto const stream = std::make_shared<mkl::Stream>(basic, work.seed);
  return [stream, samples = work.samples,
          words = std::vector<std::uint32_t>(2 * most)](Tally& mine) mutable {
    mine[0] = 0;
    for (std::uint64_t left = samples; left > 0;) {
      auto const points = static_cast<std::size_t>(std::min<std::uint64_t>(left, most));
      stream->draw(words.data(), 2 * points);
      mine[0] += hits(words.data(), words.data() + points, points);
      left -= points;
    }
  };
}

Comparator with(char const* name, double nominal, Repetition (*of)(Work const&)) {
  return {.name = name,
          .kernel = "pi",
          .summary = "random words of oneMKL, vectorised by the compiler",
          .role = Role::rival,
          .nominal_samples_per_second = nominal,
          .prepare = of,
          .missing = mkl::missing};
}

RegisterComparator const sfmt{
    with("mkl-sfmt19937", 1e9, prepare<mkl::Basic::sfmt19937>)};
RegisterComparator const ars{with("mkl-ars5", 1e9, prepare<mkl::Basic::ars5>)};
RegisterComparator const philox{
    with("mkl-philox4x32x10", 1e8, prepare<mkl::Basic::philox4x32x10>)};

}  // namespace
}  // namespace assay
