// SPDX-License-Identifier: Apache-2.0
// What is said of a study in the shell -> the text of the study file.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/catalogue.hpp"

namespace assay {

/// The values of the options as typed; what is empty was not given.
struct ShellWords {
  using Value = std::optional<std::string>;

  Value ranks, threads;     ///< numbers with commas between them
  bool weak = false;        ///< else strong
  Value samples;            ///< in total, or per core for weak
  Value launches;           ///< of each point; the fewest where `until` is given
  Value until;              ///< a percentage
  Value time, unit, check;  ///< patterns, and the unit of the time
  Value launcher, timeout;
  std::vector<std::string> program;  ///< its words, none of them ours
  /// That the program is started in, seen from that of the study file.
  std::string directory = ".";
};

/// A study file, and what each of its lines is from.
struct ShellStudy {
  std::string text;
  std::vector<std::string> options;  ///< by line, from 0; empty where nobody said it
};

/// The text of a study of a program of that name. The placeholders that programs know
/// are kept, as in `input.{ranks}`; every other brace stands for itself.
ShellStudy program_study(std::string const& name, ShellWords const& words,
                         Catalogue const& catalogue);

/// The text of a study of a kernel.
ShellStudy kernel_study(std::string const& name, ShellWords const& words,
                        KernelEntry const& kernel);

/// What a study of this program is called where nobody says: the program, or the script
/// that an interpreter is given, without what follows the last dot.
std::string study_name_of(std::vector<std::string> const& program);

/// Names in braces that are kept as they are and are near to a placeholder's.
std::vector<std::string> doubtful_placeholders(std::vector<std::string> const& program);

}  // namespace assay
