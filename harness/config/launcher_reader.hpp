// SPDX-License-Identifier: Apache-2.0
// `launcher:` and `wrap:` -> what stands before a program.
#pragma once

#include "axis_reader.hpp"
#include "model/launcher.hpp"

namespace assay {

/// A name that is known, or words, which become a launcher of the study.
ReadValue launcher_reader(Draft& draft);

/// The name of one of ours, or of the study's own.
ReadValue launcher_name_reader(Draft const& draft);

/// A name that stands before a launcher, as a key.
struct KeyName {
  std::string name;
  Position at;
};

/// What a mapping says of a launcher; `key` is its name, where it has one already.
std::optional<Launcher> read_own_launcher(YamlNode const& node, KeyName const& key,
                                          Draft& draft);

/// The placeholders in the words of launchers and of the wrapper, once it is known what
/// is derived.
void check_prefixes(Draft& draft);

/// The words between launcher and program.
void read_wrap(Entry const& entry, Draft& draft);

}  // namespace assay
