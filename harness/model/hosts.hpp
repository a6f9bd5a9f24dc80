// SPDX-License-Identifier: Apache-2.0
// Hosts that a study starts its ranks on through ssh, without a scheduler.
#pragma once

#include <string>
#include <vector>

#include "text/diagnostic.hpp"

namespace assay {

struct Hosts {
  std::vector<std::string> names;  ///< empty: this host, or the nodes of a job
  std::string file;                ///< that holds the names; empty: the study does
  Position at;
};

}  // namespace assay
