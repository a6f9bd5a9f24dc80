// SPDX-License-Identifier: Apache-2.0
// All that is known of the noise beside a launch.
#pragma once

#include <vector>

#include "disturbance.hpp"
#include "judge.hpp"

namespace assay {

/// Of each node, what its worker saw and what the harness saw of the host that it was
/// started on. Pure.
std::vector<Noise> noise_of(Evidence const& evidence, Judgement const& judgement);

}  // namespace assay
