// SPDX-License-Identifier: Apache-2.0
// Which try of what, and what came of it before it is judged.
#pragma once

#include <string>

#include "judge.hpp"
#include "os/process.hpp"

namespace assay {

struct AttemptId {
  std::string point;
  int launch = 1;  ///< 0 for a probe
  int attempt = 1;

  /// <point>-<launch>-<attempt>
  std::string directory_name() const {
    return point + "-" + std::to_string(launch) + "-" + std::to_string(attempt);
  }
};

/// What came of an attempt, before it is judged.
struct AttemptResult {
  Command command;
  std::string started_utc;
  Evidence evidence;
};

}  // namespace assay
