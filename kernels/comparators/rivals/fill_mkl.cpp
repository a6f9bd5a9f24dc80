// SPDX-License-Identifier: Apache-2.0
// fill with the random words of oneMKL, written where they shall stand; no sums of them
// are made, and none is read back.
#include <algorithm>
#include <cstdint>
#include <memory>
#include <vector>

#include "contract/comparator.hpp"
#include "contract/parameters.hpp"
#include "mkl.hpp"

namespace assay {
namespace {

/// Draws so many words to the array, from its beginning each time it is full.
void fill_all(mkl::Stream& stream, std::vector<std::uint32_t>& array,
              std::uint64_t words) {
  constexpr std::uint64_t most = 1U << 16U;  // at once
  std::uint64_t at = 0;
  for (std::uint64_t left = words; left > 0;) {
    auto const count = std::min({left, most, array.size() - at});
    stream.draw(array.data() + at, static_cast<std::size_t>(count));
    at = (at + count) % array.size();
    left -= count;
  }
}

Repetition prepare(Work const& work) {
  auto const stream = std::make_shared<mkl::Stream>(mkl::Basic::sfmt19937, work.seed);
  auto const bytes = integer(work.parameters, "array_bytes");
  return [stream, samples = work.samples,
          array = std::vector<std::uint32_t>(bytes / 16 * 4)](Tally& mine) mutable {
    fill_all(*stream, array, 2 * samples);
    std::fill(mine.begin(), mine.end(), 0);
  };
}

RegisterComparator const registered{
    {.name = "mkl-sfmt19937",
     .kernel = "fill",
     .summary = "random words of oneMKL, without any sum",
     .role = Role::rival,
     .nominal_samples_per_second = 1e9,
     .bytes_per_sample = 8,
     .prepare = prepare,
     .missing = mkl::missing}};

}  // namespace
}  // namespace assay
