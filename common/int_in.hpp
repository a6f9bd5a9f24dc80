// SPDX-License-Identifier: Apache-2.0
// Whole numbers in what others wrote.
#pragma once

#include <cstdint>
#include <limits>
#include <stdexcept>

#include "json.hpp"

namespace assay {

/// The number that `value` holds. Throws std::range_error where that is no whole
/// number, or none of this type: the library's own get() would convert 1e300 to
/// anything.
inline int int_in(Json const& value) {
  constexpr int least = std::numeric_limits<int>::min();
  constexpr unsigned most = std::numeric_limits<int>::max();
  bool const fits = value.is_number_unsigned() ? value.get<std::uint64_t>() <= most
                                               : value.is_number_integer() &&
                                                     value.get<std::int64_t>() >= least;
  if (!fits) throw std::range_error(to_text(value).substr(0, 40) + " is no int");
  return static_cast<int>(value.get<std::int64_t>());
}

}  // namespace assay
