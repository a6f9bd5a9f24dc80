// SPDX-License-Identifier: Apache-2.0
// ASSAY_BODY(body): that body of a kernel, as the processors of this executable's Space
// run it.
#pragma once

#include "instruction_set.hpp"
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

/// The one of the chosen instruction set; throws as that does.
template <class Function>
Function* chosen(Function* baseline, Function* avx2, Function* avx512) {
  switch (chosen_instruction_set()) {
    case InstructionSet::avx512:
      return avx512;
    case InstructionSet::avx2:
      return avx2;
    case InstructionSet::baseline:
      break;
  }
  return baseline;
}

}  // namespace assay

// A body is no value. NOLINTBEGIN(bugprone-macro-parentheses)
#if defined(__CUDACC__) || defined(__HIPCC__)
#define ASSAY_BODY(body) \
  assay::Call<&body<assay::Plain>> {}
#elif defined(__x86_64__)
#define ASSAY_BODY(body) \
  assay::chosen(&body<assay::Baseline>, &body<assay::Avx2>, &body<assay::Avx512>)
#else
#define ASSAY_BODY(body) (&body<assay::Baseline>)
#endif
// NOLINTEND(bugprone-macro-parentheses)
