// SPDX-License-Identifier: Apache-2.0
// Numbers as people read them: no exponent where that stays short.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace assay {

/// 1234567 as 1,234,567; a large round one as 2e10.
std::string count_text(std::uint64_t count);

/// `1 point`, `2 points`.
std::string counted(std::uint64_t count, std::string_view noun);

/// A number that is not negative, rounded to four digits: 226,800, 1.5, 0.0123.
std::string plain_number(double value);

/// The same with exactly so many digits behind the point: of a column.
std::string fixed_number(double value, int decimals);

/// Digits behind the point with which a number shows three that count.
int decimals_of(double value);

}  // namespace assay
