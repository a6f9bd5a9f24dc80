// SPDX-License-Identifier: Apache-2.0
// What this executable is made of and from.
#pragma once

#include "common/json.hpp"

namespace assay {

/// Backend, whether that runs threads, versions, compiler, flags, commit. Needs neither
/// MPI nor Kokkos to be running.
Json provenance();

}  // namespace assay
