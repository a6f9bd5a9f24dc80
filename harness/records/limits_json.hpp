// SPDX-License-Identifier: Apache-2.0
// Limits of noise as text: in the line of a study, and in the file of a host.
#pragma once

#include <optional>

#include "common/json.hpp"
#include "judge/disturbance.hpp"

namespace assay {

Json limits_json(NoiseLimits const& limits);

/// Nothing for what limits_json() never writes.
std::optional<NoiseLimits> limits_from(Json const& json);

}  // namespace assay
