// SPDX-License-Identifier: Apache-2.0
// The places of all ranks on rank 0.
#pragma once

#include <vector>

#include "place/place.hpp"

namespace assay {

/// In rank order; empty on all but rank 0. Collective.
std::vector<Place> gather_places(Place const& mine);

}  // namespace assay
