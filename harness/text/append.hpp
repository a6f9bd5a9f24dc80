// SPDX-License-Identifier: Apache-2.0
// Lists of words: of commands, and of names.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

/// Puts `more` behind `words`.
inline void append(std::vector<std::string>& words,
                   std::vector<std::string> const& more) {
  words.insert(words.end(), more.begin(), more.end());
}

/// The same of words that are written out: `append(words, {"-n", count})`.
inline void append(std::vector<std::string>& words,
                   std::initializer_list<std::string_view> more) {
  words.insert(words.end(), more.begin(), more.end());
}

}  // namespace assay
