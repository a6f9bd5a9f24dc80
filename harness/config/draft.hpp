// SPDX-License-Identifier: Apache-2.0
// A study while it is being read.
#pragma once

#include <set>
#include <string>

#include "model/catalogue.hpp"
#include "model/study.hpp"
#include "problems.hpp"

namespace assay {

struct Draft {
  Study study;
  Catalogue const& catalogue;
  Problems& problems;
  /// Axes with an error in them: what depends on their values is not checked, so that
  /// one mistake is told once.
  std::set<std::string> faulty = {};
  std::string program_name = {};  ///< from `name:`
  Site site = {};
};

/// The axis of that name as far as it is read, or nullptr.
Axis const* find_axis(Draft const& draft, std::string const& name);

}  // namespace assay
