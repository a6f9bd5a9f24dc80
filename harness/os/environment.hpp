// SPDX-License-Identifier: Apache-2.0
// The environment of a launch: what is listed and what the study asks for, nothing
// else.
#pragma once

#include <string>
#include <vector>

#include "process.hpp"

namespace assay {

/// With the system's PATH where none is set: cron and `env -i` give none.
Environment own_environment();

/// The value of a variable; empty where it is not set.
std::string variable_of(Environment const& environment, std::string const& name);

/// Pure. Whether one of `patterns`, names of which some end in a star, is that of
/// `name`.
bool is_listed(std::string const& name, std::vector<std::string> const& patterns);

/// Pure. Of `own` only names that the table in environment.cpp lists, or `of_job`,
/// which a launcher in a job needs, and none that is that of a secret; then
/// `additions`, which win. Variables that a job has left behind would mislead.
Environment child_environment(Environment const& own, Environment const& additions,
                              std::vector<std::string> const& of_job);

/// The same, for people to read: values that hold a password or look like a key are not
/// in it.
Environment without_secrets(Environment environment);

/// Pure. Of `own` what managers of jobs other than Slurm tell their own launchers.
Environment job_variables(Environment const& own);

}  // namespace assay
