// SPDX-License-Identifier: Apache-2.0
// What hosts of this user were measured to do of themselves, kept from run to run.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "judge/disturbance.hpp"
#include "model/study.hpp"

namespace assay {

/// A file for each host: HOST.json.
std::filesystem::path noise_limits_directory();

/// Of all hosts there. A file that is none of ours is passed over: the fixed limits
/// hold for its host.
LimitsByNode read_noise_limits();

/// Keeps the limits that these windows of one host give, and returns them. What cannot
/// be kept is not: a full disk is no reason to end a study.
NoiseLimits keep_noise_limits(std::vector<Noise> const& windows);

/// What the study says of disturbed launches; else ASSAY_DISTURBED, else that they are
/// repeated. Throws UsageError where the variable is neither.
Disturbed what_of_disturbed(Study const& study);

}  // namespace assay
