// SPDX-License-Identifier: Apache-2.0
// The random generators that a kernel may draw its words from.
#pragma once

#include "kernel.hpp"

namespace assay {

/// All turn a counter and a key into words (Salmon, Moraes, Dror, Shaw: Parallel random
/// numbers, SC11), so that samples are the same however they are split.
enum class Generator { philox4x32_10, philox4x32_7, ars_5 };

/// The parameter of a kernel that draws words. It stands in a point only where it is
/// not the default, which is what kernels drew before there was a choice.
Parameter generator_parameter();

/// The one that complete parameters name.
Generator generator_of(ParameterValues const& parameters);

}  // namespace assay
