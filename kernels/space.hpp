// SPDX-License-Identifier: Apache-2.0
// Where the kernels of this executable run: one execution space, fixed when it was
// built.
#pragma once

#include <Kokkos_Core.hpp>

#ifndef ASSAY_SPACE
#error "ASSAY_SPACE names the Kokkos execution space; kernels/CMakeLists.txt sets it"
#endif

namespace assay {

using Space = ASSAY_SPACE;

}  // namespace assay
