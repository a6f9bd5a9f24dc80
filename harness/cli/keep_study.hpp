// SPDX-License-Identifier: Apache-2.0
// The study file that words of the shell amount to.
#pragma once

#include <filesystem>
#include <string>

namespace assay {

/// Writes a file that is not there; throws UsageError where something is.
void create_study(std::filesystem::path const& file, std::string const& text);

/// Writes it, or finds that the same is there: then the study goes on. Throws
/// UsageError where the file says something else, or where `results` are of a study
/// without it.
void keep_study(std::filesystem::path const& file, std::string const& text,
                std::filesystem::path const& results);

}  // namespace assay
