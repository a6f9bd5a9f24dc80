// SPDX-License-Identifier: Apache-2.0
// assay collect: what the groups of a submitted study measured, as one journal, and its
// report.
#include <fmt/format.h>

#include <chrono>
#include <memory>
#include <thread>

#include "commands.hpp"
#include "load_study.hpp"
#include "os/errors.hpp"
#include "records/study_journals.hpp"
#include "report/run_analysis.hpp"
#include "scheduler/submission.hpp"
#include "text/say.hpp"

namespace assay {
namespace {

namespace fs = std::filesystem;

struct CollectOptions {
  std::string what;
  std::string results = "results";
  bool no_report = false;
};

/// Another collecting job, or a person, may be at it: that takes moments.
Collected collect_in_turn(fs::path const& directory, Submission const& submission) {
  for (int tries = 60;; --tries) try {
      return collect_journals(directory, submission.plan);
    } catch (LockedError const&) {
      if (tries == 0) throw;
      std::this_thread::sleep_for(std::chrono::seconds(1));
    }
}

int collect(CollectOptions const& options) {
  auto const directory = fs::absolute(study_directory(options.what, options.results));
  auto const submission = read_submission(directory);
  if (!submission)
    throw EnvironmentError(fmt::format(
        "{} was not submitted: there is nothing to collect", directory.string()));
  auto const collected = collect_in_turn(directory, *submission);
  for (auto const& [file, line] : collected.bad)
    say(fmt::format("{}:{}: {}\n", file.string(), line.line, line.why));
  show("{} new lines in {}\n", collected.lines, (directory / "journal.jsonl").string());
  if (options.no_report) return code(ExitCode::ok);
  return run_analysis({"report", directory.string()});
}

}  // namespace

void add_collect(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<CollectOptions>();
  auto* command = app.add_subcommand(
      "collect", "Gather what a submitted study measured, and report");
  command->footer(
      "Example:\n  assay collect configs/scaling.yaml\n\n"
      "Also while jobs run, and as often as you like.");
  add_known_study(*command, options->what, options->results);
  command->add_flag("--no-report", options->no_report, "Bring together only");
  command->callback([options, &exit_code] { exit_code = collect(*options); });
}

}  // namespace assay
