// SPDX-License-Identifier: Apache-2.0
// What Flux says of the instance that we are in.
#pragma once

#include <optional>
#include <string>

namespace assay {

struct FluxShare {
  int nodes = 0;
  int cores_per_node = 0;
};

/// From lines "nodes cores", as `flux resource list` prints them in that form, one for
/// each state; the nodes are taken to be alike. Nothing where there are no nodes. Pure.
std::optional<FluxShare> parse_flux_resources(std::string const& text);

}  // namespace assay
