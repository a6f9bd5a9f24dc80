// SPDX-License-Identifier: Apache-2.0
// The environment of a launch: what is listed and what the study asks for, nothing
// else.
#pragma once

#include "process.hpp"

namespace assay {

enum class SlurmJob {
  none,  ///< SLURM_* is absent, or left over from a job that has ended: it would
         ///< mislead
  live,  ///< we are inside an allocation, and its launcher needs to know
};

/// With the system's PATH where none is set: cron and `env -i` give none.
Environment own_environment();

/// The value of a variable; empty where it is not set.
std::string variable_of(Environment const& environment, std::string const& name);

/// Pure. Of `own` only names that the table in environment.cpp lists, and none that
/// is that of a secret; then `additions`, which win.
Environment child_environment(Environment const& own, Environment const& additions,
                              SlurmJob job);

/// The same, for people to read: values that hold a password or look like a key are not
/// in it.
Environment without_secrets(Environment environment);

/// Pure. Of `own` what managers of jobs other than Slurm tell their own launchers.
Environment job_variables(Environment const& own);

}  // namespace assay
