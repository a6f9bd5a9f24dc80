// SPDX-License-Identifier: Apache-2.0
// Questions to Slurm whose answers a run can do without.
#pragma once

#include <optional>
#include <string>

#include "os/process.hpp"

namespace assay {

struct Question {
  Argv words;
  double limit_s = 30;
  std::string what;     ///< "which nodes there are"
  std::string instead;  ///< what is done without an answer
};

/// The words that ask sacctmgr to show `what`, in lines of these columns between bars.
Argv sacctmgr_words(Argv const& what, std::string const& format);

/// What Slurm answers. Without an answer nothing, which is said on standard error; but
/// not where there is no such command.
std::optional<std::string> answer_to(Question const& question,
                                     Environment const& environment);

}  // namespace assay
