// SPDX-License-Identifier: Apache-2.0
// `files:`, `stdin:`, `keep:`: what a launch of a program finds around it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "text/diagnostic.hpp"

namespace assay {

/// A file that a launch is given.
struct InputFile {
  enum class How {
    copied,
    linked,
    filled,  ///< a template: its placeholders have the values of the launch
  };
  How how = How::copied;
  std::string source;  ///< as written: relative to the study file
  Position at;
  // Found on this machine by locate_files().
  std::string path{};
  std::string text{};  ///< of a template
};

/// The key of the study that says `how`: copy, link, template.
std::string name_of(InputFile::How how);

/// The same for all programs of a study.
struct LaunchFiles {
  std::map<std::string, InputFile> files;  ///< by their names in the working directory
  std::optional<InputFile> input;          ///< standard input; none: nothing to read
  std::vector<std::string> keep;  ///< patterns of names that outlive a good launch
  /// The working directory holds nothing but the files of the launch.
  bool own_directory = false;
};

}  // namespace assay
