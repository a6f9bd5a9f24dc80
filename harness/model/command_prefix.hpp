// SPDX-License-Identifier: Apache-2.0
// Words of a study that stand before those of a program.
#pragma once

#include <string>
#include <vector>

namespace assay {

/// The words of a launcher or of a wrapper, as a study gives them.
struct CommandPrefix {
  std::vector<std::string> words;  ///< with placeholders, as written
  // Found on this machine by locate_prefix(); empty in a study that was only read.
  std::string study_directory;  ///< what `./` at the head of a word is relative to
  std::string fault;            ///< why it cannot be started here, or empty
};

}  // namespace assay
