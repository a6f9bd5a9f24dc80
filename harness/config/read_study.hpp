// SPDX-License-Identifier: Apache-2.0
// YAML text -> Study. The only public door to yaml-cpp.
#pragma once

#include <string>
#include <vector>

#include "model/catalogue.hpp"
#include "model/study.hpp"

namespace assay {

/// Reads and checks a whole study. `file` is for messages only. `overrides`, each
/// KEY=VALUE, take the place of what the text says; `site` that of defaults. Throws
/// ConfigError with every diagnostic of the text.
Study read_study(std::string const& text, std::string const& file,
                 Catalogue const& catalogue,
                 std::vector<std::string> const& overrides = {}, Site const& site = {});

/// Reads a regular file of at most 256 KiB; throws ConfigError where it is none.
std::string read_study_text(std::string const& path);

}  // namespace assay
