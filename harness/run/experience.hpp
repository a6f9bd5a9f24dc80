// SPDX-License-Identifier: Apache-2.0
// What earlier launches teach about the price of a study.
#pragma once

#include <nlohmann/json.hpp>
#include <vector>

#include "price.hpp"

namespace assay {

/// Sums the good records among the lines of a journal, whatever their points; without
/// an estimate.
Experience experience_from(std::vector<nlohmann::json> const& lines,
                           Catalogue const& catalogue);

}  // namespace assay
