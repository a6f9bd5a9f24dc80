// SPDX-License-Identifier: Apache-2.0
// Ceiling of pi: the vector instructions that its samples cannot do without, none of
// which waits for another, so that only their number and kind bound them.
//
// A vector of blocks has 17 products of the generator: the first two rounds share one
// of their two, and the other one of the first round grows by the same for each vector.
// It has 18 shuffles for the upper halves, 19 sums modulo 2 of up to three terms, and 4
// squares; for its two samples 2 additions of squares, 2 comparisons and 2 counts; and
// 1 addition to go on. AVX2 has no sum of three terms (15 more: of the 16, one has two
// terms that all blocks share) and compares signed numbers (2 more).
#include <cstdint>

#include "contract/comparator.hpp"
#include "contract/parameters.hpp"
#include "lanes/chunks.hpp"
#include "lanes/instruction_set.hpp"

namespace assay {
namespace {

#if defined(__x86_64__)

// Registers 14 and 15 are only read. Each kind of instruction has its own destination,
// which the processor renames. Neither function is a part of its caller, whose masks it
// would break.
#define ASSAY_WRITTEN "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "cc"

/// 65 instructions for 16 samples.
[[gnu::noinline]] void issue_avx512(std::uint64_t vectors) {
  for (; vectors > 0; --vectors) {
    asm volatile(R"(
      .rept 2
        .rept 9
          vpmuludq   %%zmm14, %%zmm15, %%zmm0
          vpshufd    $0xF5, %%zmm14, %%zmm1
          vpternlogq $0x96, %%zmm14, %%zmm15, %%zmm2
        .endr
        vpmuludq   %%zmm14, %%zmm15, %%zmm0
        vpaddq     %%zmm14, %%zmm15, %%zmm3
        vpcmpnltuq %%zmm14, %%zmm15, %%k1
        vpaddq     %%zmm14, %%zmm15, %%zmm4%{%%k2%}%{z%}
      .endr
      vpmuludq   %%zmm14, %%zmm15, %%zmm0
      vpternlogq $0x96, %%zmm14, %%zmm15, %%zmm2
      vpaddq     %%zmm14, %%zmm15, %%zmm3
    )" ::
                     : ASSAY_WRITTEN);
  }
  asm volatile("vzeroupper" ::: ASSAY_WRITTEN);
}

/// 82 instructions for 8 samples.
[[gnu::noinline]] void issue_avx2(std::uint64_t vectors) {
  for (; vectors > 0; --vectors) {
    asm volatile(R"(
      .rept 2
        .rept 9
          vpmuludq %%ymm14, %%ymm15, %%ymm0
          vpshufd  $0xF5, %%ymm14, %%ymm1
          vpxor    %%ymm14, %%ymm15, %%ymm2
          vpxor    %%ymm14, %%ymm15, %%ymm5
        .endr
        vpmuludq %%ymm14, %%ymm15, %%ymm0
        vpaddq   %%ymm14, %%ymm15, %%ymm3
        vpcmpgtq %%ymm14, %%ymm15, %%ymm4
        vpaddq   %%ymm14, %%ymm15, %%ymm6
      .endr
      vpmuludq %%ymm14, %%ymm15, %%ymm0
      vpaddq   %%ymm14, %%ymm15, %%ymm3
    )" ::
                     : ASSAY_WRITTEN);
  }
  asm volatile("vzeroupper" ::: ASSAY_WRITTEN);
}

#endif

using Issue = void (*)(std::uint64_t vectors);

struct Bound {
  Issue issue = nullptr;
  std::uint64_t samples_per_vector = 1;
};

Bound bound() {
#if defined(__x86_64__)
  switch (chosen_instruction_set()) {
    case InstructionSet::avx512:
      return {issue_avx512, 16};
    case InstructionSet::avx2:
      return {issue_avx2, 8};
    case InstructionSet::baseline:
      break;
  }
#endif
  return {};
}

/// The instructions are counted for points of 32 bits.
bool applies(ParameterValues const& parameters) {
  return bound().issue != nullptr && text(parameters, "coordinate_bits") == "32";
}

Repetition prepare(Work const& work) {
  constexpr std::uint64_t samples_per_chunk = 65536;
  return [bounded = bound(), samples = work.range.end - work.range.begin](Tally& mine) {
    sum_over_chunks<1>(
        "issue bound", {0, samples}, samples_per_chunk,
        KOKKOS_LAMBDA(SampleRange part, Counts<1>&) {
          bounded.issue((part.end - part.begin) / bounded.samples_per_vector);
        });
    mine[0] = samples;
  };
}

RegisterComparator const registered{{.name = "issue-bound",
                                     .kernel = "pi",
                                     .summary = "its vector instructions, none waiting",
                                     .role = Role::ceiling,
                                     .nominal_samples_per_second = 1e9,
                                     .prepare = prepare,
                                     .applies = applies}};

}  // namespace
}  // namespace assay
