// SPDX-License-Identifier: Apache-2.0
// `program:`, `name:`, `setup:`, `cleanup:` -> argument vectors with placeholders.
#pragma once

#include "axis_reader.hpp"

namespace assay {

/// Adds the programs to the study and their names to the axis `kernel`, which is read
/// before.
void read_program(Entry const& entry, Draft& draft);

/// One argument vector or a list of them.
void read_setup(Entry const& entry, Draft& draft);
void read_cleanup(Entry const& entry, Draft& draft);

/// Where the programs run, which are read before.
void read_working_directory(Entry const& entry, Draft& draft);

/// The names that stand in braces in the words of every program.
std::vector<std::string> const& placeholders_of_programs();

/// The last part of the first word that names something: of a script rather than of
/// `{python}`. `program` where that is no name.
std::string base_name(std::vector<std::string> const& argv);

/// What can only be said once all axes are there: kernel or program, `name:`, samples,
/// and the placeholders of parameters and variables.
void check_programs(YamlNode const& root, Draft& draft);

/// The names of the catalogue and of the study's programs.
ReadValue kernel_or_program_reader(Draft const& draft);

/// A value of a parameter of a program, which may be anything: a number where it is
/// written as one, else a text.
ReadValue free_parameter_reader(std::string const& name);

/// The words of a vector; empty, and reported, where it is none.
std::vector<std::string> read_vector(YamlNode const& node, std::string const& what,
                                     Problems& problems);

/// Reports placeholders of a word that are not among the known ones.
void check_word(YamlNode const& word, std::string const& what,
                std::vector<std::string> const& known, Draft& draft);
/// The numbers of a point that a study may name: `samples` only where it gives them.
std::vector<std::string> number_names(Draft const& draft);

/// What to do about a name that is not among the known ones.
std::string unknown_placeholder_hint(std::string const& name,
                                     std::vector<std::string> const& known);

/// Whether nothing but programs is measured.
bool has_only_programs(Draft const& draft);
bool has_only_programs(Study const& study);

}  // namespace assay
