// SPDX-License-Identifier: Apache-2.0
// What a scheduler says of a job that was started.
#pragma once

#include <optional>
#include <string>

namespace assay {

struct JobState {
  std::string state;             ///< "RUNNING", "COMPLETING", ...
  std::optional<double> left_s;  ///< until its time limit; nothing where it has none
};

}  // namespace assay
