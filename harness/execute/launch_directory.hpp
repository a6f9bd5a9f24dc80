// SPDX-License-Identifier: Apache-2.0
// The files around a launch of a program: what it is given, and what is kept of it.
#pragma once

#include <filesystem>

#include "attempt.hpp"

namespace assay {

/// Where the program of an attempt runs: in that of the attempt, unless the study asks
/// for one that holds nothing else, or names one.
std::filesystem::path work_directory(AttemptSpec const& spec);

/// What the program reads as standard input; empty: nothing.
std::filesystem::path standard_input(AttemptSpec const& spec);

/// Makes the directory of the program and the files that the study puts there. Throws
/// StorageError.
void place_launch_files(AttemptSpec const& spec);

/// Where files of an attempt stay that its study keeps.
std::filesystem::path kept_directory(std::filesystem::path const& attempt_directory);

/// Moves the files there whose names match those to be kept; links are left behind.
void keep_launch_files(AttemptSpec const& spec);

}  // namespace assay
