// SPDX-License-Identifier: Apache-2.0
// What the plan knows of the world around a study.
#pragma once

#include <string>
#include <vector>

#include "catalogue.hpp"
#include "machine.hpp"

namespace assay {

struct PlanContext {
  Machine machine;
  Catalogue catalogue;
  std::vector<std::string> backends;  ///< those with a worker
};

}  // namespace assay
