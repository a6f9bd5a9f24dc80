// SPDX-License-Identifier: Apache-2.0
// A study of numbers that others measured, in which nothing can be run.
#pragma once

#include <filesystem>
#include <string>

namespace assay {

/// Throws UsageError where the directory holds one; there may be no such directory.
void expect_not_imported(std::filesystem::path const& directory);

/// The same where a study is named by its directory, or by its name below `results`.
void expect_none_imported(std::string const& what,
                          std::filesystem::path const& results);

}  // namespace assay
