// SPDX-License-Identifier: Apache-2.0
// `>=4`, `2..8` -> a closed range.
#pragma once

#include <optional>
#include <string_view>

#include "text/integer.hpp"

namespace assay {

struct Range {
  std::optional<double> minimum, maximum;  ///< closed; absent for no bound
};

/// Which numbers lie next to each other: `>4` is `>=5` for whole ones only.
enum class Numbers { whole, real };

/// Whether the text is meant as a comparison rather than a value.
bool is_comparison(std::string_view text);

/// `>=N`, `<=N`, `>N`, `<N`, `N..M` (both included).
Parsed<Range> parse_comparison(std::string_view text, Numbers numbers);

}  // namespace assay
