// SPDX-License-Identifier: Apache-2.0
// The parts of a measurement, computed by launches that knew nothing of each other, as
// one.
#pragma once

#include <vector>

#include "common/json.hpp"

namespace assay {

/// `results`: the content of one result file per part, in any order. Returns a list of
/// measurements as in a result file, with `parts` instead of `part` and without times:
/// tallies summed as over ranks, and the estimate. Throws std::runtime_error where a
/// part is missing, is there twice, or is of another measurement.
Json combine(std::vector<Json> const& results);

}  // namespace assay
