// SPDX-License-Identifier: Apache-2.0
// The corpus of study files and what reading one gives, for the tests of config.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "model/catalogue.hpp"
#include "model/study.hpp"

namespace assay::test {

/// tests/kernels.json.
Catalogue const& catalogue();

std::string read_file(std::filesystem::path const& file);

/// The study files in `folder` of the tests, sorted.
std::vector<std::filesystem::path> study_files(std::string const& folder);

/// What a corpus file says about its reading: its lines `#! ...` without that mark, or
/// where it cannot hold comments (no text, no line end), the lines of the `.expected`
/// beside it.
std::vector<std::string> expectations(std::filesystem::path const& file);

/// `line:column: message` of every diagnostic; nothing when the text is a study.
std::vector<std::string> diagnostics_of(std::string const& text);

/// All that a study holds, a line for each axis and rule; the letter before a value is
/// its type: unsigned, real, text.
std::vector<std::string> describe(Study const& study);

}  // namespace assay::test
