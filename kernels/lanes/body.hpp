// SPDX-License-Identifier: Apache-2.0
// ASSAY_BODY(body): that body of a kernel, as the processors of this executable's Space
// run it. ASSAY_DRAWING_BODY(body, generator): one that draws its words from a
// generator.
#pragma once

#include <stdexcept>

#include "ars.hpp"
#include "contract/generator.hpp"
#include "instruction_set.hpp"
#include "philox.hpp"
#include "targets.hpp"

namespace assay {

/// A function as a callable object, for devices, which have no pointers to functions of
/// the host.
template <auto function>
struct Call {
  template <class... Arguments>
  ASSAY_INLINE auto operator()(Arguments&&... arguments) const {
    return function(static_cast<Arguments&&>(arguments)...);
  }
};

/// The same of a function for each generator that devices have.
template <auto of_10_rounds, auto of_7_rounds>
struct DrawingCall {
  bool has_7_rounds;

  template <class... Arguments>
  ASSAY_INLINE auto operator()(Arguments&&... arguments) const {
    return has_7_rounds ? of_7_rounds(static_cast<Arguments&&>(arguments)...)
                        : of_10_rounds(static_cast<Arguments&&>(arguments)...);
  }
};

/// Whether a device draws from Philox of 7 rounds, not of 10. Throws std::runtime_error
/// for what no device has.
inline bool has_7_rounds(Generator generator) {
  if (generator == Generator::ars_5) {
    throw std::runtime_error(
        "generator 'ars-5' needs AES instructions, which no device has: choose "
        "philox4x32-10 or philox4x32-7");
  }
  return generator == Generator::philox4x32_7;
}

/// A body for each set of instructions.
template <class Function>
struct OfEachSet {
  Function *baseline, *avx2, *avx512;

  Function* of(InstructionSet set) const {
    switch (set) {
      case InstructionSet::avx512:
        return avx512;
      case InstructionSet::avx2:
        return avx2;
      case InstructionSet::baseline:
        break;
    }
    return baseline;
  }
};

/// The one of the chosen instruction set; throws as that does.
template <class Function>
Function* chosen(Function* baseline, Function* avx2, Function* avx512) {
  return OfEachSet<Function>{baseline, avx2, avx512}.of(chosen_instruction_set());
}

/// The same of bodies of AES rounds.
template <class Function>
Function* chosen_with_aes(Function* baseline, Function* avx2, Function* avx512) {
  return OfEachSet<Function>{baseline, avx2, avx512}.of(
      with_aes(chosen_instruction_set(), available_aes()));
}

}  // namespace assay

// A body is no value. NOLINTBEGIN(bugprone-macro-parentheses)
#if defined(__CUDACC__) || defined(__HIPCC__)
#define ASSAY_BODY(body) \
  assay::Call<&body<assay::Plain>> {}
#define ASSAY_DRAWING_BODY(body, generator)                   \
  assay::DrawingCall<&body<assay::Plain, assay::Philox<10>>,  \
                     &body<assay::Plain, assay::Philox<7>>> { \
    assay::has_7_rounds(generator)                            \
  }
#elif defined(__x86_64__)
#define ASSAY_BODY(body) \
  assay::chosen(&body<assay::Baseline>, &body<assay::Avx2>, &body<assay::Avx512>)
#define ASSAY_CHOSEN_BODY(choose, body, generator)                         \
  choose(&body<assay::Baseline, generator>, &body<assay::Avx2, generator>, \
         &body<assay::Avx512, generator>)
#define ASSAY_DRAWING_BODY(body, generator)                             \
  ((generator) == assay::Generator::ars_5                               \
       ? ASSAY_CHOSEN_BODY(assay::chosen_with_aes, body, assay::Ars<5>) \
   : (generator) == assay::Generator::philox4x32_7                      \
       ? ASSAY_CHOSEN_BODY(assay::chosen, body, assay::Philox<7>)       \
       : ASSAY_CHOSEN_BODY(assay::chosen, body, assay::Philox<10>))
#else
#define ASSAY_BODY(body) (&body<assay::Baseline>)
#define ASSAY_DRAWING_BODY(body, generator)                                  \
  (assay::has_7_rounds(generator) ? &body<assay::Baseline, assay::Philox<7>> \
                                  : &body<assay::Baseline, assay::Philox<10>>)
#endif
// NOLINTEND(bugprone-macro-parentheses)
