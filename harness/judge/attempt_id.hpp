// SPDX-License-Identifier: Apache-2.0
// Which try of what.
#pragma once

#include <string>

namespace assay {

struct AttemptId {
  std::string point;
  int launch = 1;  ///< 0 for a probe
  int attempt = 1;

  std::string directory_name() const;  ///< <point>-<launch>-<attempt>
};

}  // namespace assay
