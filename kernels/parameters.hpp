// SPDX-License-Identifier: Apache-2.0
// The parameters of a kernel, checked and complete.
#pragma once

#include "kernel.hpp"

namespace assay {

/// `given` with the defaults of `kernel` filled in. Throws std::runtime_error where a
/// name is unknown, a type differs (an integer serves as a real number), or a value
/// lies outside its range or its choices.
ParameterValues complete_parameters(Kernel const& kernel, ParameterValues const& given);

}  // namespace assay
