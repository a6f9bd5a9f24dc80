// SPDX-License-Identifier: Apache-2.0
// Where the analysis and the jobscripts lie: a clone, an installed prefix or a wheel.
#pragma once

#include <filesystem>

namespace assay {

/// The nearest directory above `program` that holds analysis/scaling. All three have
/// it, so that each can be moved as a whole. Throws EnvironmentError where there is
/// none.
std::filesystem::path project_directory_of(std::filesystem::path const& program);

/// That of our own executable.
std::filesystem::path project_directory();

}  // namespace assay
