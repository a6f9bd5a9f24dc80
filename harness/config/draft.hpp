// SPDX-License-Identifier: Apache-2.0
// A study while it is being read.
#pragma once

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "model/catalogue.hpp"
#include "model/study.hpp"
#include "problems.hpp"
#include "yaml/yaml_node.hpp"

namespace assay {

struct Draft {
  Study study;
  Catalogue const& catalogue;
  Problems& problems;
  /// Axes with an error in them: what depends on their values is not checked, so that
  /// one mistake is told once.
  std::set<std::string> faulty = {};
  std::string program_name = {};  ///< from `name:`
  /// Of launchers and of the wrapper, which may name what is derived later.
  std::vector<std::pair<std::string, YamlNode>> prefix_words = {};
  Site site = {};
};

/// The axis of that name as far as it is read, or nullptr.
Axis const* find_axis(Draft const& draft, std::string const& name);

}  // namespace assay
