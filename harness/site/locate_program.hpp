// SPDX-License-Identifier: Apache-2.0
// A program of a study -> the files on this machine that it is.
#pragma once

#include <filesystem>
#include <string>

#include "model/command_prefix.hpp"
#include "model/program.hpp"

namespace assay {

/// Fills what Program says is found out here: the hash of every file that its words
/// name, and why it cannot be started. `path` is the value of PATH.
Program locate_program(Program program, std::filesystem::path const& study_file,
                       std::string const& python, std::string const& path);

/// Fills what CommandPrefix says is found out here. `what` the words are of, as in
/// `launcher flux`.
CommandPrefix locate_prefix(CommandPrefix prefix, std::string const& what,
                            std::filesystem::path const& study_file,
                            std::string const& path);

}  // namespace assay
