// SPDX-License-Identifier: Apache-2.0
#include "batch.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "os/errors.hpp"
#include "sbatch.hpp"
#include "submission.hpp"

namespace assay {

Batch::Batch(std::filesystem::path study_directory, Environment environment)
    : directory_(std::move(study_directory)), environment_(std::move(environment)) {}

std::string Batch::add(std::string const& group, Argv const& words) try {
  auto const place = group_directory(directory_, group);
  std::filesystem::create_directories(place);
  auto id = submit_job(words, environment_);
  jobs_.push_back(id);
  note_job(place, id);
  return id;
} catch (EnvironmentError const& problem) {
  throw EnvironmentError(
      fmt::format("{} (group {}). {}", problem.what(), group, take_back()));
}

void Batch::release() try {
  release_jobs(jobs_, environment_);
} catch (EnvironmentError const& problem) {
  throw EnvironmentError(fmt::format("{}. {}", problem.what(), take_back()));
}

std::string Batch::take_back() {
  std::string problem;
  if (!cancel_jobs(jobs_, environment_, problem))
    return fmt::format(
        "In the queue are still {}: {}. Once Slurm answers: assay cancel {}",
        fmt::join(jobs_, " "), problem, directory_.filename().string());
  jobs_.clear();
  return "Nothing is left in the queue";
}

}  // namespace assay
