// SPDX-License-Identifier: Apache-2.0
// Writes the random words of a kernel to standard output, without end, for a battery of
// tests: `assay-words STREAM SEED | dieharder -a -g 200`.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "draws.hpp"

int main(int argc, char* argv[]) {
  if (argc != 3) {
    std::fputs("usage: assay-words STREAM SEED\n", stderr);
    return 2;
  }
  assay::Draws const draws = {
      .draw = 0,
      .stream = static_cast<std::uint32_t>(std::strtoul(argv[1], nullptr, 0)),
      .key = assay::philox_key(std::strtoull(argv[2], nullptr, 0))};
  std::vector<std::uint32_t> words;
  std::uint64_t begin = 0;
  constexpr std::uint64_t step = 1U << 16U;
  do {
    words.clear();
    assay::for_each_word({begin, begin + step}, draws,
                         [&](std::uint32_t word) { words.push_back(word); });
    begin += step;
  } while (std::fwrite(words.data(), sizeof words[0], words.size(), stdout) == step);
  return 0;
}
