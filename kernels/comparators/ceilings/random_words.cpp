// SPDX-License-Identifier: Apache-2.0
// Ceiling of the kernels that do little else than draw words: the same words in the
// same loop, folded by xor.
#include "random_words.hpp"

#include <cstdint>

#include "contract/comparator.hpp"
#include "contract/parameters.hpp"
#include "lanes/body.hpp"
#include "lanes/chunks.hpp"

namespace assay {
namespace {

constexpr std::uint64_t blocks_per_chunk = 32768;

/// A block of the generator has four words.
template <std::uint64_t samples_per_block>
Repetition prepare(Work const& work) {
  return [blocks = (work.range.end - work.range.begin) / samples_per_block,
          key = key_of_seed(work.seed),
          fold = ASSAY_DRAWING_BODY(random_words::fold, generator_of(work.parameters))](
             Tally& mine) {
    auto const sums = sum_over_chunks<1>(
        "random words", {0, blocks}, blocks_per_chunk,
        KOKKOS_LAMBDA(SampleRange part, Counts<1> & counts) {
          counts.at[0] += fold(part.begin, part.end, key);
        });
    mine[0] = sums.at[0];
  };
}

/// A point of 53 bits takes a whole block.
Repetition prepare_of_pi(Work const& work) {
  bool const is_fine = text(work.parameters, "coordinate_bits") == "53";
  return is_fine ? prepare<1>(work) : prepare<2>(work);
}

Comparator beside(char const* kernel, double nominal, Repetition (*of)(Work const&)) {
  return {.name = "random-words",
          .kernel = kernel,
          .summary = "its random words alone, folded by xor",
          .role = Role::ceiling,
          .bound = "words",
          .nominal_samples_per_second = nominal,
          .prepare = of};
}

RegisterComparator const of_fill{beside("fill", 1e9, prepare<2>)};
RegisterComparator const of_histogram{beside("histogram", 2e9, prepare<4>)};
RegisterComparator const of_ising{beside("ising", 2e9, prepare<4>)};
RegisterComparator const of_lookup{beside("lookup", 2e9, prepare<4>)};
RegisterComparator const of_option{beside("option", 1e9, prepare<2>)};
RegisterComparator const of_pi{beside("pi", 1e9, prepare_of_pi)};

}  // namespace
}  // namespace assay
