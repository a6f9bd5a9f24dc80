// SPDX-License-Identifier: Apache-2.0
// The instruction set that the bodies of the kernels use on this CPU.
#pragma once

#include <string>

namespace assay {

/// In ascending order of their vectors: 16 bytes of the compiler's own baseline (SSE2
/// on x86-64), 32 of AVX2 with FMA, 64 of AVX-512 (F, DQ, BW, VL).
enum class InstructionSet { baseline, avx2, avx512 };

/// Whether this CPU and its system run them, and this executable has bodies for them.
bool is_available(InstructionSet set);

/// The last of those available, or the one that $ASSAY_INSTRUCTION_SET names: then
/// throws std::runtime_error if it names none, or none of those available.
InstructionSet chosen_instruction_set();

/// What AES instructions there are: for 16 bytes, and for whole vectors of AVX-512.
struct AesInstructions {
  bool narrow = false, wide = false;
};

/// Those of this CPU, as far as this executable has bodies for them.
AesInstructions available_aes();

/// The set of which a body of AES rounds is run: the chosen one, or AVX2 where AVX-512
/// comes without AES for its vectors. Throws std::runtime_error where there is none.
InstructionSet with_aes(InstructionSet chosen, AesInstructions aes);

/// As in the environment variable and in the result file.
std::string name_of(InstructionSet set);

}  // namespace assay
