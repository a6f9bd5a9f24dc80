// SPDX-License-Identifier: Apache-2.0
// What the figures of the table are made of, so that each can be computed again.
#pragma once

#include <fstream>
#include <string>

#include "rounds.hpp"

namespace assay {

/// A file of JSON, an object a line: first where and when, then each lap.
class LapsFile {
 public:
  /// Without a name none is written. Throws std::runtime_error where it cannot be.
  explicit LapsFile(std::string const& name);

  void write(Goal const& goal, Rounds const& rounds);

 private:
  std::ofstream file_;
};

}  // namespace assay
