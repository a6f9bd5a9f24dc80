// SPDX-License-Identifier: Apache-2.0
// Words of a study that stand before those of a program.
#pragma once

#include <string>
#include <vector>

namespace assay {

/// The words of a launcher or of a wrapper, as a study gives them.
struct CommandPrefix {
  std::vector<std::string> words;  ///< with placeholders, as written
  std::string study_directory;     ///< what `./` at the head of a word is relative to
  /// Why it cannot be started here, found by locate_prefix(), or empty.
  std::string fault;
};

}  // namespace assay
