// SPDX-License-Identifier: Apache-2.0
// The world of this launch as observed, for the result file.
#pragma once

#include <vector>

#include "json.hpp"
#include "place.hpp"

namespace assay {

/// The `world` of a result file, from the places of all ranks in rank order. Nodes
/// count from 0 in the order in which ranks show them.
Json world_json(std::vector<Place> const& places);

}  // namespace assay
