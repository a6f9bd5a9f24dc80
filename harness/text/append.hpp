// SPDX-License-Identifier: Apache-2.0
// Lists of words: of commands, and of names.
#pragma once

#include <string>
#include <vector>

namespace assay {

/// Puts `more` behind `words`.
inline void append(std::vector<std::string>& words,
                   std::vector<std::string> const& more) {
  words.insert(words.end(), more.begin(), more.end());
}

}  // namespace assay
