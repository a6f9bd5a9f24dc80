// SPDX-License-Identifier: Apache-2.0
// What earlier launches teach about the price of a study.
#pragma once

#include <string_view>

#include "plan/price.hpp"

namespace assay {

/// Sums the good records in the bytes of a journal, whatever their points; without an
/// estimate.
TimingHistory timing_history_from(std::string_view journal, Catalogue const& catalogue);

}  // namespace assay
