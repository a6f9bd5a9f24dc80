// SPDX-License-Identifier: Apache-2.0
// `setup:` and `cleanup:` of a study.
#pragma once

#include "execute/executor.hpp"
#include "model/study.hpp"

namespace assay {

/// Runs the vectors one after the other in `directory`, the study's results. Throws
/// EnvironmentError at the first that fails; `what` is the key that holds them.
void run_commands(std::string const& what, std::vector<Argv> const& commands,
                  Study const& study, std::filesystem::path const& directory,
                  Environment const& environment, Executor& executor);

}  // namespace assay
