// SPDX-License-Identifier: Apache-2.0
// What a launch that goes wrong leaves behind, for the judge to find out.
#pragma once

#include <optional>
#include <string>

#include "common/json.hpp"
#include "draw.hpp"
#include "judge/judge.hpp"
#include "model/cluster.hpp"

namespace assay {

/// The verdict that a launch is to come to, or an empty text for a good one.
std::string draw_fault(Cluster const& cluster, Draw& draw);

/// Changes the evidence of a good launch, and the result that it is to leave, so that
/// the judge comes to this verdict. `timeout_s` is when a launch that hangs is ended.
void spoil(Evidence& evidence, std::optional<Json>& result, std::string const& fault,
           double timeout_s);

}  // namespace assay
