// SPDX-License-Identifier: Apache-2.0
// assay cancel: the jobs of a study out of the queue.
#include <fmt/format.h>

#include <memory>

#include "commands.hpp"
#include "load_study.hpp"
#include "os/environment.hpp"
#include "os/errors.hpp"
#include "scheduler/queue.hpp"
#include "scheduler/submitted.hpp"
#include "text/say.hpp"

namespace assay {
namespace {

namespace fs = std::filesystem;

/// As study_directory(); or where the results of a study were deleted while its jobs
/// wait, where they were.
fs::path directory_of_jobs(std::string const& what, std::string const& results,
                           QueueAnswer const& queue) {
  try {
    return study_directory(what, results);
  } catch (UsageError const&) {
    auto deleted = fs::absolute(fs::path(results) / what);
    if (live_jobs(fs::weakly_canonical(deleted), queue.jobs).empty()) throw;
    return deleted;
  }
}

/// That it was submitted to; of deleted results, the one that is here.
Scheduler const& scheduler_of_study(std::string const& what,
                                    std::string const& results) try {
  auto const submission = read_submission(study_directory(what, results));
  return submission ? scheduler_named(submission->scheduler)
                    : scheduler_here(own_environment());
} catch (UsageError const&) {
  return scheduler_here(own_environment());
}

int cancel(std::string const& what, std::string const& results) {
  auto const& scheduler = scheduler_of_study(what, results);
  auto const environment = scheduler.queue->environment(own_environment());
  auto const queue = ask_queue(*scheduler.queue, environment);
  auto const directory = fs::weakly_canonical(directory_of_jobs(what, results, queue));
  auto const live = take_live_jobs(scheduler, directory, queue, environment);
  auto const name = directory.filename().string();
  if (live.empty()) {
    show("nothing of study {} is in the queue\n", name);
    return code(ExitCode::ok);
  }
  std::vector<std::string> ids;
  for (auto const& [group, jobs] : live)
    ids.insert(ids.end(), jobs.begin(), jobs.end());
  std::string problem;
  if (!scheduler.queue->cancel(ids, environment, problem))
    throw EnvironmentError(fmt::format("{} does not cancel {}: {}", scheduler.name,
                                       describe_jobs(live), problem));
  forget_queue(directory);
  show("cancelled: {}\nWhat was measured is kept: assay collect {}\n",
       describe_jobs(live), name);
  return code(ExitCode::ok);
}

}  // namespace

void add_cancel(CLI::App& app, int& exit_code) {
  struct Options {
    std::string what;
    std::string results = "results";
  };
  auto options = std::make_shared<Options>();
  auto* command =
      app.add_subcommand("cancel", "Take the jobs of a study out of the queue");
  command->footer("Example:\n  assay cancel configs/scaling.yaml");
  add_known_study(*command, options->what, options->results);
  command->callback(
      [options, &exit_code] { exit_code = cancel(options->what, options->results); });
}

}  // namespace assay
