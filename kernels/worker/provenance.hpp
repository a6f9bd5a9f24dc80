// SPDX-License-Identifier: Apache-2.0
// What this executable is made of and from.
#pragma once

#include <nlohmann/json.hpp>

namespace assay {

/// Backend, whether that runs threads, versions, compiler, flags, commit. Needs neither
/// MPI nor Kokkos to be running.
nlohmann::ordered_json provenance();

}  // namespace assay
