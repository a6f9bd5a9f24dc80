// SPDX-License-Identifier: Apache-2.0
// Where this rank runs, as observed from inside: host, threads and their CPUs.
#pragma once

#include <vector>

#include "common/place.hpp"

namespace assay {

/// The CPUs of every thread that really executes a parallel region of this program's
/// Space, in the order of their thread ids. Needs Kokkos to be running.
std::vector<CpuSet> observe_threads();

/// Needs Kokkos to be running.
Place observe_place();

}  // namespace assay
