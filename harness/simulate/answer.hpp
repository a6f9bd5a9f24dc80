// SPDX-License-Identifier: Apache-2.0
// A simulated launch -> the result that a worker would have written.
#pragma once

#include "common/json.hpp"
#include "model.hpp"

namespace assay {

/// As results/README.md describes it, with the nonce given.
Json simulated_answer(Cluster const& cluster, Point const& point,
                      SimulatedLaunch const& launch, std::string const& nonce);

/// From the launcher's start to the result.
double simulated_wall_s(Cluster const& cluster, SimulatedLaunch const& launch);

}  // namespace assay
