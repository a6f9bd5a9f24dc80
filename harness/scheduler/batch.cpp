// SPDX-License-Identifier: Apache-2.0
#include "batch.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "os/errors.hpp"
#include "submission.hpp"

namespace assay {

Batch::Batch(Scheduler const& scheduler, std::filesystem::path study_directory,
             Environment environment)
    : scheduler_(scheduler),
      directory_(std::move(study_directory)),
      environment_(std::move(environment)) {}

std::string Batch::add(std::string const& group, Argv const& words) try {
  auto const place = group_directory(directory_, group);
  std::filesystem::create_directories(place);
  auto id = scheduler_.queue->submit(words, environment_);
  jobs_.push_back(id);
  note_job(place, id);
  return id;
} catch (EnvironmentError const& problem) {
  throw EnvironmentError(
      fmt::format("{} (group {}). {}", problem.what(), group, take_back()));
}

void Batch::release() try {
  scheduler_.queue->release(jobs_, environment_);
} catch (EnvironmentError const& problem) {
  throw EnvironmentError(fmt::format("{}. {}", problem.what(), take_back()));
}

std::string Batch::take_back() {
  std::string problem;
  if (!scheduler_.queue->cancel(jobs_, environment_, problem))
    return fmt::format(
        "In the queue are still {}: {}. Once {} answers: assay cancel {}",
        fmt::join(jobs_, " "), problem, scheduler_.name,
        directory_.filename().string());
  jobs_.clear();
  return "Nothing is left in the queue";
}

}  // namespace assay
