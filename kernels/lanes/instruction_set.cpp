// SPDX-License-Identifier: Apache-2.0
// Asks the CPU, and the environment, which may only ask for less.
#include "instruction_set.hpp"

#include <cstdlib>
#include <stdexcept>

#if defined(__x86_64__)
#include <cpuid.h>
#endif

namespace assay {
namespace {

constexpr InstructionSet every[] = {InstructionSet::avx512, InstructionSet::avx2,
                                    InstructionSet::baseline};

std::string names_of_those_available() {
  std::string names;
  for (InstructionSet const set : every) {
    if (is_available(set)) names += (names.empty() ? "" : ", ") + name_of(set);
  }
  return names;
}

#if defined(__x86_64__)
// Clang 14 knows no "vaes" in __builtin_cpu_supports(). Leaf 7 of CPUID has it.
bool has_vector_aes() {
  unsigned eax = 0, ebx = 0, ecx = 0, edx = 0;
  constexpr unsigned vaes = 1U << 9U;
  return __get_cpuid_count(7, 0, &eax, &ebx, &ecx, &edx) != 0 && (ecx & vaes) != 0;
}
#endif

}  // namespace

bool is_available(InstructionSet set) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  bool const avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
                    __builtin_cpu_supports("popcnt");
  if (set == InstructionSet::avx2) return avx2;
  if (set == InstructionSet::avx512) {
    return avx2 && __builtin_cpu_supports("avx512f") &&
           __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512vl");
  }
#endif
  return set == InstructionSet::baseline;
}

InstructionSet chosen_instruction_set() {
  char const* const wanted = std::getenv("ASSAY_INSTRUCTION_SET");
  for (InstructionSet const set : every) {
    if (!is_available(set)) continue;
    if (wanted == nullptr || name_of(set) == wanted) return set;
  }
  throw std::runtime_error("ASSAY_INSTRUCTION_SET is '" + std::string(wanted) +
                           "', which this CPU or build does not have. There are: " +
                           names_of_those_available());
}

AesInstructions available_aes() {
#if defined(__x86_64__)
  __builtin_cpu_init();
  return {.narrow = __builtin_cpu_supports("aes") != 0, .wide = has_vector_aes()};
#else
  return {};
#endif
}

InstructionSet with_aes(InstructionSet chosen, AesInstructions aes) {
  if (!aes.narrow) {
    throw std::runtime_error(
        "generator 'ars-5' needs AES instructions, which this CPU or build does not "
        "have: choose philox4x32-10 or philox4x32-7");
  }
  bool const is_wide = chosen == InstructionSet::avx512;
  return is_wide && !aes.wide ? InstructionSet::avx2 : chosen;
}

std::string name_of(InstructionSet set) {
  switch (set) {
    case InstructionSet::avx512:
      return "avx512";
    case InstructionSet::avx2:
      return "avx2";
    case InstructionSet::baseline:
      break;
  }
  return "baseline";
}

}  // namespace assay
