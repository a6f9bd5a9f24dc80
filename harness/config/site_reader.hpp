// SPDX-License-Identifier: Apache-2.0
// A site file, and what a study takes from it.
#pragma once

#include <string>

#include "config/yaml/yaml_node.hpp"
#include "draft.hpp"
#include "model/site.hpp"

namespace assay {

/// Adds to `site` what the text of `file` says, which wins. Throws ConfigError with
/// every diagnostic of the text.
void read_site(std::string const& text, std::string const& file, Site& site);

/// Gives a study that is to be read what it need not say itself.
void begin_with_site(Draft& draft);

/// Once all keys are read: the launcher where the study names none, and what it uses.
void complete_from_site(YamlNode const& root, Draft& draft);

}  // namespace assay
