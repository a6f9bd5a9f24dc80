// SPDX-License-Identifier: Apache-2.0
// What is said of words of the command line that no command knows, and of those it
// lacks.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

namespace assay {

/// Throws UsageError where `word` is no command, nor an option that stands before one.
void expect_command(CLI::App const& app, std::string const& word);

/// ` Did you mean '--fresh'?` where an option of the command is near, else empty.
std::string nearest_option(CLI::App const& command, std::string const& word);

/// What to say of the words that were left over, each with what may be meant.
std::string unknown_words(CLI::App const& command,
                          std::vector<std::string> const& words);

/// What to say where words that the command needs were not given.
std::string missing_words(CLI::App const& command);

}  // namespace assay
