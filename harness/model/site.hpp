// SPDX-License-Identifier: Apache-2.0
// What a site, or a user for all studies, has said once.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "job_section.hpp"

namespace assay {

struct Launcher;

struct Site {
  std::vector<std::string> files;  ///< that it was read from; a later one wins
  std::vector<std::shared_ptr<Launcher const>> launchers;
  std::string launcher;          ///< where a study names none; empty: auto
  JobSection slurm, gridengine;  ///< what a study does not say itself
};

/// Something of a site that a study uses.
struct SiteUse {
  std::string key;    ///< as in `launchers.flux`
  std::string value;  ///< its words
};

}  // namespace assay
