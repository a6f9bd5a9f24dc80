// SPDX-License-Identifier: Apache-2.0
// The options that say a study in the shell; `scale` and `init` take the same.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "config/shell_study.hpp"
#include "model/study.hpp"

namespace assay {

/// Takes what stands behind the first `--` of a command that starts a program off the
/// arguments, which then end before it. No parser of ours reads it.
std::vector<std::string> take_program(int& argc, char** argv);

void add_shell_words(CLI::App& command, ShellWords& words);

/// The study that the text is, as if it stood in `file`; what is wrong in it is said of
/// the options. Throws ConfigError.
Study read_shell_study(ShellStudy const& shell, std::string const& file);

/// Says which braces are kept although they look like a placeholder.
void say_doubts(ShellWords const& words);

/// What makes `words` mean the same in `file` as here.
ShellWords seen_from(std::string const& file, ShellWords words);

}  // namespace assay
