// SPDX-License-Identifier: Apache-2.0
// What comes of launches that others disturbed.
#pragma once

#include <optional>
#include <string_view>

namespace assay {

enum class Disturbed {
  repeat,  ///< they are not in the time, and are tried again
  keep,    ///< they count; the report says how much they were
};

/// By its name in a study: repeat or keep.
constexpr std::optional<Disturbed> disturbed_from(std::string_view name) {
  if (name == "repeat") return Disturbed::repeat;
  if (name == "keep") return Disturbed::keep;
  return std::nullopt;
}

}  // namespace assay
