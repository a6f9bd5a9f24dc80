// SPDX-License-Identifier: Apache-2.0
// What two starts of a study read from the output of its programs: the same, or not.
#pragma once

#include <string>

#include "model/program.hpp"

namespace assay {

/// SHA-256 over all that decides which numbers a launch gives and whether it is right:
/// every metric, the leading one, the check. Not over further curves, which are made of
/// the same numbers, nor the proof, which is of each point.
std::string readings_key(Readings const& readings);

}  // namespace assay
