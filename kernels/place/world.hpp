// SPDX-License-Identifier: Apache-2.0
// The world of this launch as observed, for the result file.
#pragma once

#include <nlohmann/json.hpp>
#include <vector>

#include "place.hpp"

namespace assay {

/// The `world` of a result file, from the places of all ranks in rank order. Nodes
/// count from 0 in the order in which ranks show them.
nlohmann::ordered_json world_json(std::vector<Place> const& places);

/// The places of all ranks in rank order; empty on all but rank 0. Collective.
std::vector<Place> gather_places(Place const& mine);

}  // namespace assay
