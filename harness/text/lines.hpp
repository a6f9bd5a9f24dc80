// SPDX-License-Identifier: Apache-2.0
// The first and the last line of a text.
#pragma once

#include <string>
#include <string_view>

namespace assay {

/// The first line of `text`, without its break.
inline std::string first_line(std::string_view text) {
  return std::string(text.substr(0, text.find('\n')));
}

/// The last line of `text` that is not empty, without its break, of Unix or of DOS.
inline std::string last_line(std::string_view text) {
  text = text.substr(0, text.find_last_not_of("\r\n") + 1);
  return std::string(text.substr(text.rfind('\n') + 1));
}

}  // namespace assay
