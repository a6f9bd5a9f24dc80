// SPDX-License-Identifier: Apache-2.0
// One body for every processor: a function template over the target it is compiled for.
//
// A target names the lanes of its registers: `Word` (a random word in each), `Wide`
// (64 bits), `Real` (double), and how many there are. Plain has one of each, for
// devices and for the ends of ranges. The others have vectors, and are complete in one
// translation unit each (CMakeLists.txt: bodies/), compiled with the flags of that
// instruction set and without Kokkos; there ASSAY_TARGET is the target. Whatever a body
// calls is ASSAY_INLINE or takes a type of the target, so that no function compiled for
// a newer CPU can take the place of one of the same name for an older one; a test looks
// through the objects for such.
#pragma once

#include <cstddef>
#include <cstdint>

#include "host_device.hpp"

namespace assay {

struct Plain {
  using Word = std::uint32_t;
  using Wide = std::uint64_t;
  using Real = double;
  static constexpr std::size_t lanes = 1;
};

// Defined in vectors.hpp, each in its own translation unit.
struct Baseline;
struct Avx2;
struct Avx512;

}  // namespace assay

// A body and its parameters are no values. NOLINTBEGIN(bugprone-macro-parentheses)
/// ASSAY_EACH_TARGET(result, body, parameters) behind the definition of
/// `template <class Target> result body parameters` compiles it for ASSAY_TARGET, and
/// elsewhere says that this is done. ASSAY_EACH_GENERATOR does so for a body that draws
/// words, `template <class Target, class Generator>`, and for ASSAY_GENERATOR.
#if defined(ASSAY_TARGET)
#define ASSAY_EACH_GENERATOR(result, body, parameters) \
  template result body<ASSAY_TARGET, ASSAY_GENERATOR> parameters;
#if ASSAY_COMPILES_EACH_TARGET
#define ASSAY_EACH_TARGET(result, body, parameters) \
  template result body<ASSAY_TARGET> parameters;
#else
#define ASSAY_EACH_TARGET(result, body, parameters)
#endif
#elif defined(__CUDACC__) || defined(__HIPCC__)
#define ASSAY_EACH_TARGET(result, body, parameters)
#define ASSAY_EACH_GENERATOR(result, body, parameters)
#elif defined(__x86_64__)
#define ASSAY_EACH_TARGET(result, body, parameters) \
  extern template result body<Baseline> parameters; \
  extern template result body<Avx2> parameters;     \
  extern template result body<Avx512> parameters;
#define ASSAY_OF_GENERATOR(result, body, generator, parameters) \
  extern template result body<Baseline, generator> parameters;  \
  extern template result body<Avx2, generator> parameters;      \
  extern template result body<Avx512, generator> parameters;
#define ASSAY_EACH_GENERATOR(result, body, parameters)     \
  ASSAY_OF_GENERATOR(result, body, Philox<10>, parameters) \
  ASSAY_OF_GENERATOR(result, body, Philox<7>, parameters)  \
  ASSAY_OF_GENERATOR(result, body, Ars<5>, parameters)
#else
#define ASSAY_EACH_TARGET(result, body, parameters) \
  extern template result body<Baseline> parameters;
#define ASSAY_EACH_GENERATOR(result, body, parameters)          \
  extern template result body<Baseline, Philox<10>> parameters; \
  extern template result body<Baseline, Philox<7>> parameters;
#endif
// NOLINTEND(bugprone-macro-parentheses)
