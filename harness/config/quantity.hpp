// SPDX-License-Identifier: Apache-2.0
// Real numbers, durations and percentages as texts -> numbers in base units.
#pragma once

#include <string_view>

#include "text/integer.hpp"

namespace assay {

/// `2.5`, `-1`, `1e-3`; finite, no leading zero, no other form.
Parsed<double> parse_real(std::string_view text);

/// `2us`, `5ms`, `60s`, `5min`, `1.5h` -> seconds, above 0 and at most a year.
Parsed<double> parse_duration(std::string_view text);

/// `2%` -> 0.02; from 0 % on.
Parsed<double> parse_percent(std::string_view text);

/// `2%` -> 0.02; above 0 % and below 100 %.
Parsed<double> parse_percentage(std::string_view text);

}  // namespace assay
