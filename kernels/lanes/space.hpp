// SPDX-License-Identifier: Apache-2.0
// Where the kernels of this executable run: one execution space, fixed when it was
// built.
#pragma once

#include <Kokkos_Core.hpp>
#include <type_traits>

#ifndef ASSAY_SPACE
#error "ASSAY_SPACE names the Kokkos execution space; kernels/CMakeLists.txt sets it"
#endif

namespace assay {

using Space = ASSAY_SPACE;

/// Whether Space computes on the CPU, in its memory.
constexpr bool is_on_host =
    Kokkos::SpaceAccessibility<Kokkos::HostSpace, Space::memory_space>::accessible;

/// Where the threads of the host run: those of Space, or beside a device.
using HostThreads =
    std::conditional_t<is_on_host, Space, Kokkos::DefaultHostExecutionSpace>;

}  // namespace assay
