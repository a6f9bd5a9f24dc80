// SPDX-License-Identifier: Apache-2.0
// Jobs that are accepted together or not at all.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "scheduler.hpp"

namespace assay {

/// The jobs of one `assay submit`, held until `release`; where one is refused, or not
/// released, all of them go.
class Batch {
 public:
  Batch(Scheduler const& scheduler, std::filesystem::path study_directory,
        Environment environment);

  /// Submits a job of a group and notes its id. Throws EnvironmentError with the
  /// scheduler's own words, and what is left in the queue.
  std::string add(std::string const& group, Argv const& words);

  /// Throws as `add` does.
  void release();

  /// Those in the queue: after a refusal, that could not be taken back.
  std::vector<std::string> const& jobs() const { return jobs_; }

 private:
  std::string take_back();

  Scheduler const& scheduler_;
  std::filesystem::path directory_;
  Environment environment_;
  std::vector<std::string> jobs_;
};

}  // namespace assay
