// SPDX-License-Identifier: Apache-2.0
// Ceiling of pi: the vector instructions that its samples cannot do without, none of
// which waits for another, so that only their number and kind bound them. They are
// tried in several orders, and the fastest one is the ceiling.
//
// With Philox of 10 rounds a vector of blocks has 17 products of the generator: the
// first two rounds share one of their two, and the other one of the first round grows
// by the same for each vector. It has 18 shuffles for the upper halves, 19 sums modulo
// 2 of up to three terms, and 4 squares; for its two samples 2 additions of squares, 2
// comparisons and 2 counts; and 1 addition to go on. Three rounds less are 6 products,
// 6 shuffles and 6 sums less. AVX2 has no sum of three terms (15 more: of the 16, one
// has two terms that all blocks share; 9 more of 10) and compares signed numbers (2
// more).
//
// With ARS of 5 rounds it has 2 additions to go on, 2 sums modulo 2 with the key, 10
// rounds of AES and 2 shifts, as two words stand in one lane of 64 bits; and the same
// squares, additions, comparisons and counts. Without AES for whole vectors the
// instructions are not counted.
#include <array>
#include <cstdint>
#include <span>

#include "contract/comparator.hpp"
#include "contract/fastest_form.hpp"
#include "contract/generator.hpp"
#include "contract/parameters.hpp"
#include "lanes/chunks.hpp"
#include "lanes/instruction_set.hpp"

namespace assay {
namespace {

using Issue = void (*)(std::uint64_t vectors);

/// The forms of one set of instructions.
struct Probe {
  std::span<Issue const> forms;
  std::uint64_t samples_per_vector = 1;
};

#if defined(__x86_64__)

// Registers 14 and 15 are only read. Instructions of one kind write to one register,
// which the processor renames; but a sum of three terms reads the register that it
// writes to, so each has one that was not written to for long (`to`). No function is a
// part of its caller, whose masks it would break.
#define ASSAY_WRITTEN                                                             \
  "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", "xmm8", "xmm9", \
      "xmm10", "xmm11", "xmm12", "cc"

#define ASSAY_ISSUE(name, instructions)                \
  [[gnu::noinline]] void name(std::uint64_t vectors) { \
    for (; vectors > 0; --vectors) {                   \
      asm volatile(instructions::: ASSAY_WRITTEN);     \
    }                                                  \
    asm volatile("vzeroupper" ::: ASSAY_WRITTEN);      \
  }

#define ASSAY_FOR_NINE ".irp to, 2, 5, 6, 7, 8, 9, 10, 11, 12\n"
#define ASSAY_FOR_SIX ".irp to, 2, 5, 6, 7, 8, 9\n"

#define ASSAY_PRODUCT_512 "vpmuludq %%zmm14, %%zmm15, %%zmm0\n"
#define ASSAY_SHUFFLE_512 "vpshufd $0xF5, %%zmm14, %%zmm1\n"
#define ASSAY_SUM_512 "vpternlogq $0x96, %%zmm14, %%zmm15, %%zmm\\to\n"
#define ASSAY_ADDITION_512 "vpaddq %%zmm14, %%zmm15, %%zmm3\n"
#define ASSAY_COUNT_512                                           \
  ASSAY_ADDITION_512                                              \
  "vpcmpnltuq %%zmm14, %%zmm15, %%k1\n vpaddq %%zmm14, %%zmm15, " \
  "%%zmm4%{%%k2%}%{z%}\n"

/// 65 instructions for 16 samples, or 47; `rounds` has nine of each of three kinds, or
/// six.
#define ASSAY_MIX_512(rounds)                                                      \
  ".rept 2\n" rounds ASSAY_PRODUCT_512 ASSAY_COUNT_512 ".endr\n" ASSAY_PRODUCT_512 \
  "vpternlogq $0x96, %%zmm14, %%zmm15, %%zmm2\n" ASSAY_ADDITION_512

// The orders in which the kinds stand.
#define ASSAY_SUMS_LAST_512(n, for_each) \
  ASSAY_MIX_512(for_each ASSAY_SHUFFLE_512 ASSAY_PRODUCT_512 ASSAY_SUM_512 ".endr\n")
#define ASSAY_SHUFFLES_LAST_512(n, for_each) \
  ASSAY_MIX_512(for_each ASSAY_PRODUCT_512 ASSAY_SUM_512 ASSAY_SHUFFLE_512 ".endr\n")
#define ASSAY_KIND_BY_KIND_512(n, for_each)                         \
  ASSAY_MIX_512(".rept " n "\n" ASSAY_PRODUCT_512 ".endr\n.rept " n \
                "\n" ASSAY_SHUFFLE_512 ".endr\n" for_each ASSAY_SUM_512 ".endr\n")

ASSAY_ISSUE(sums_last_10_512, ASSAY_SUMS_LAST_512("9", ASSAY_FOR_NINE))
ASSAY_ISSUE(shuffles_last_10_512, ASSAY_SHUFFLES_LAST_512("9", ASSAY_FOR_NINE))
ASSAY_ISSUE(kind_by_kind_10_512, ASSAY_KIND_BY_KIND_512("9", ASSAY_FOR_NINE))
ASSAY_ISSUE(sums_last_7_512, ASSAY_SUMS_LAST_512("6", ASSAY_FOR_SIX))
ASSAY_ISSUE(shuffles_last_7_512, ASSAY_SHUFFLES_LAST_512("6", ASSAY_FOR_SIX))
ASSAY_ISSUE(kind_by_kind_7_512, ASSAY_KIND_BY_KIND_512("6", ASSAY_FOR_SIX))

#define ASSAY_SQUARES_512 ".rept 2\n" ASSAY_PRODUCT_512 ".endr\n"
#define ASSAY_AES_512 "vaesenc %%zmm14, %%zmm15, %%zmm2\n"
#define ASSAY_STEP_512 ASSAY_ADDITION_512 "vpxorq %%zmm14, %%zmm15, %%zmm5\n"
#define ASSAY_SHIFT_512 "vpsrlq $32, %%zmm14, %%zmm6\n"

// 26 instructions for 16 samples.
ASSAY_ISSUE(step_by_step_ars_512,
            ".rept 2\n" ASSAY_STEP_512 ".rept 5\n" ASSAY_AES_512
            ".endr\n" ASSAY_SHIFT_512 ASSAY_SQUARES_512 ASSAY_COUNT_512 ".endr\n")
ASSAY_ISSUE(mixed_ars_512,
            ".rept 2\n" ASSAY_AES_512 ASSAY_ADDITION_512 ASSAY_AES_512
            "vpxorq %%zmm14, %%zmm15, %%zmm5\n" ASSAY_PRODUCT_512 ASSAY_AES_512
                ASSAY_SHIFT_512 ASSAY_PRODUCT_512 ASSAY_AES_512 ASSAY_AES_512
                    ASSAY_COUNT_512 ".endr\n")

constexpr std::array<Issue, 3> philox_10_512 = {sums_last_10_512, shuffles_last_10_512,
                                                kind_by_kind_10_512};
constexpr std::array<Issue, 3> philox_7_512 = {sums_last_7_512, shuffles_last_7_512,
                                               kind_by_kind_7_512};
constexpr std::array<Issue, 2> ars_512 = {step_by_step_ars_512, mixed_ars_512};

#define ASSAY_PRODUCT_256 "vpmuludq %%ymm14, %%ymm15, %%ymm0\n"
#define ASSAY_SHUFFLE_256 "vpshufd $0xF5, %%ymm14, %%ymm1\n"
#define ASSAY_SUMS_256 ".rept 2\n vpxor %%ymm14, %%ymm15, %%ymm2\n .endr\n"

/// 82 instructions for 8 samples, or 58.
#define ASSAY_MIX_256(rounds)             \
  ".rept 2\n" rounds ASSAY_PRODUCT_256    \
  "  vpaddq   %%ymm14, %%ymm15, %%ymm3\n" \
  "  vpcmpgtq %%ymm14, %%ymm15, %%ymm4\n" \
  "  vpaddq   %%ymm14, %%ymm15, %%ymm6\n" \
  ".endr\n" ASSAY_PRODUCT_256 "vpaddq   %%ymm14, %%ymm15, %%ymm3\n"

#define ASSAY_SUMS_LAST_256(n)                                                     \
  ASSAY_MIX_256(".rept " n "\n" ASSAY_SHUFFLE_256 ASSAY_PRODUCT_256 ASSAY_SUMS_256 \
                ".endr\n")
#define ASSAY_SHUFFLES_LAST_256(n)                                                 \
  ASSAY_MIX_256(".rept " n "\n" ASSAY_PRODUCT_256 ASSAY_SUMS_256 ASSAY_SHUFFLE_256 \
                ".endr\n")

ASSAY_ISSUE(sums_last_10_256, ASSAY_SUMS_LAST_256("9"))
ASSAY_ISSUE(shuffles_last_10_256, ASSAY_SHUFFLES_LAST_256("9"))
ASSAY_ISSUE(sums_last_7_256, ASSAY_SUMS_LAST_256("6"))
ASSAY_ISSUE(shuffles_last_7_256, ASSAY_SHUFFLES_LAST_256("6"))
constexpr std::array<Issue, 2> philox_10_256 = {sums_last_10_256, shuffles_last_10_256};
constexpr std::array<Issue, 2> philox_7_256 = {sums_last_7_256, shuffles_last_7_256};

std::span<Issue const> forms_512(Generator generator) {
  switch (generator) {
    case Generator::philox4x32_7:
      return philox_7_512;
    case Generator::ars_5:
      if (available_aes().wide) return ars_512;
      return {};
    case Generator::philox4x32_10:
      break;
  }
  return philox_10_512;
}

std::span<Issue const> forms_256(Generator generator) {
  switch (generator) {
    case Generator::philox4x32_7:
      return philox_7_256;
    case Generator::ars_5:
      return {};
    case Generator::philox4x32_10:
      break;
  }
  return philox_10_256;
}

#endif

Probe probe([[maybe_unused]] Generator generator) {
#if defined(__x86_64__)
  switch (chosen_instruction_set()) {
    case InstructionSet::avx512:
      return {forms_512(generator), 16};
    case InstructionSet::avx2:
      return {forms_256(generator), 8};
    case InstructionSet::baseline:
      break;
  }
#endif
  return {};
}

/// The instructions are counted for points of 32 bits.
bool applies(ParameterValues const& parameters) {
  return !probe(generator_of(parameters)).forms.empty() &&
         text(parameters, "coordinate_bits") == "32";
}

Repetition issuing(Issue issue, std::uint64_t samples, std::uint64_t per_vector) {
  constexpr std::uint64_t samples_per_chunk = 65536;
  return [issue, samples, per_vector](Tally& mine) {
    sum_over_chunks<1>(
        "issue bound", {0, samples}, samples_per_chunk,
        KOKKOS_LAMBDA(SampleRange part, Counts<1>&) {
          issue((part.end - part.begin) / per_vector);
        });
    mine[0] = samples;
  };
}

Repetition prepare(Work const& work) {
  Probe const all = probe(generator_of(work.parameters));
  return prepare_fastest(all.forms, work, [&](Issue form, Work const& part) {
    return issuing(form, part.range.end - part.range.begin, all.samples_per_vector);
  });
}

RegisterComparator const registered{{.name = "issue-bound",
                                     .kernel = "pi",
                                     .summary = "its vector instructions, none waiting",
                                     .role = Role::ceiling,
                                     .bound = "issue",
                                     .nominal_samples_per_second = 1e9,
                                     .prepare = prepare,
                                     .applies = applies}};

}  // namespace
}  // namespace assay
