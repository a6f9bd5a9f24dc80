// SPDX-License-Identifier: Apache-2.0
// A study of numbers that others measured, in which nothing can be run.
#pragma once

#include <filesystem>

namespace assay {

/// Throws UsageError where the directory holds one; there may be no such directory.
void expect_not_imported(std::filesystem::path const& directory);

}  // namespace assay
