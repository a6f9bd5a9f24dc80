// SPDX-License-Identifier: Apache-2.0
// The words of a launch of a user's program.
#pragma once

#include <map>
#include <string>

#include "attempt.hpp"

namespace assay {

/// What stands for each placeholder in the words and templates of this attempt.
std::map<std::string, std::string> placeholder_values(AttemptSpec const& spec);

/// The program's vector with every placeholder filled. Pure.
Argv program_words(AttemptSpec const& spec);

/// The words of a launcher or a wrapper with every placeholder filled. Pure.
Argv prefix_words(CommandPrefix const& prefix, AttemptSpec const& spec);

/// The word as it is passed on before its placeholders are filled: `./` and `../` at
/// its head are relative to the study file, wherever the launch runs.
std::string from_study(std::string const& word, std::string const& study_directory);

/// The n-th word of a program, passed on so; but where the study says where its
/// launches run, words after the first are left as they are.
std::string from_study(Program const& program, std::size_t n);

/// Where a launch of it runs; empty where each has a directory of its own.
std::filesystem::path working_directory(Program const& program);

/// The file that the program finds the name of in ASSAY_RESULT.
std::filesystem::path program_result(std::filesystem::path const& attempt_directory);

}  // namespace assay
