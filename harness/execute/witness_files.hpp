// SPDX-License-Identifier: Apache-2.0
// The witness of a program: how it is asked, and where it answers.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "attempt.hpp"

namespace assay {

/// The directory below that of the attempt in which each process leaves one file.
std::filesystem::path witness_directory(std::filesystem::path const& attempt_directory);

/// Adds to `environment` what loads the witness into every process of the launch:
/// before it stands what the study itself loads.
void add_witness(std::map<std::string, std::string>& environment,
                 AttemptSpec const& spec, std::string const& nonce);

/// The texts of the files that were left, as many as the ranks of the point can
/// explain.
std::vector<std::string> witness_texts(std::filesystem::path const& attempt_directory,
                                       Point const& point);

}  // namespace assay
