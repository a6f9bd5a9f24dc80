// SPDX-License-Identifier: Apache-2.0
// assay part, assay combine: a study as independent tasks of a job array.
#include <fmt/format.h>

#include <memory>

#include "commands.hpp"
#include "describe_point.hpp"
#include "exclusive_start.hpp"
#include "load_study.hpp"
#include "os/atomic_file.hpp"
#include "os/environment.hpp"
#include "os/errors.hpp"
#include "os/interrupt.hpp"
#include "records/history.hpp"
#include "records/read_journal.hpp"
#include "run/parts.hpp"
#include "site/workers.hpp"
#include "text/say.hpp"

namespace assay {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::string file;
  std::string results = "results";
  Part part;
};

/// Where all parts of a study are computed.
struct Task {
  fs::path study_directory;
  double timeout_s = 0;
  int cores = 1;  ///< of this machine
};

/// A task is a process of its own: no launcher, and nothing of the job.
Environment task_environment() { return child_environment(own_environment(), {}, {}); }

/// Every task has to ask the same.
void refuse_automatic(Study const& study) {
  for (auto const& [scaling, values] : study.samples) {
    for (auto const& value : values) {
      if (std::holds_alternative<std::string>(value))
        throw EnvironmentError(study.file +
                               ": samples: auto depends on the machine, and the tasks "
                               "of an array may see different ones. Give the number");
    }
  }
}

std::vector<Point> questions(Study const& study, PlanContext const& context) {
  refuse_automatic(study);
  std::vector<Point> points;
  for_each_point(study, context, [&](Point&& point) { points.push_back(point); });
  auto found = questions_of(points);
  if (found.empty())
    throw EnvironmentError("this study has programs only: no kernel has parts");
  return found;
}

/// Whether the part is there afterwards. One that an earlier start made is kept.
bool compute(Point question, Options const& options, Task const& task,
             ExclusiveStart& start) {
  auto const directory = parts_directory(task.study_directory, question);
  auto const file = part_file(directory, options.part);
  if (fs::exists(file)) return true;
  AttemptSpec spec;
  spec.id = {fmt::format("part-{}-of-{}", options.part.index, options.part.of), 1, 1};
  spec.directory = directory / spec.id.directory_name();
  question.threads = question.backend == "serial" ? 1 : task.cores;
  spec.point = question;
  spec.worker = worker_path(question.backend);
  spec.base_environment = task_environment();
  spec.timeout_s = task.timeout_s;
  spec.part = options.part;
  auto const attempt = perform_attempt(spec, std::ref(start));
  auto const judgement = judge(attempt.evidence);
  auto const& verdict = judgement.verdict;
  say(fmt::format("{}, part {} of {}: {} {}\n", question.kernel, options.part.index,
                  options.part.of, to_string(verdict.of), verdict.detail));
  if (verdict.of != VerdictClass::ok) {
    say(attempt.evidence.process.output_tail);
    return false;
  }
  write_file_atomically(file, to_text(judgement.result->whole) + "\n");
  std::error_code ignored;
  fs::remove_all(spec.directory, ignored);
  return true;
}

/// The exit code, with what it means where all is not sound.
int told(bool sound, char const* why_not) {
  if (!sound) say(fmt::format("exit code 1: {}\n", why_not));
  return code(sound ? ExitCode::ok : ExitCode::failed);
}

int run_part(Options const& options) {
  if (options.part.index >= options.part.of) {
    say(fmt::format("--index {} is not below --of {}\n", options.part.index,
                    options.part.of));
    return code(ExitCode::usage);
  }
  auto const study = load_study(options.file, {}, options.results);
  auto const context = load_context(study);
  Task const task{fs::absolute(fs::path(options.results) / study.name),
                  study.limits.timeout_s, context.machine.cores_per_node};
  Interrupt const interrupt;
  ExclusiveStart start;
  bool sound = true;
  for (auto const& question : questions(study, context))
    sound = compute(question, options, task, start) && sound;
  return told(sound, "a part failed");
}

/// The tallies that the launches of the study agreed on, where there are any.
std::optional<std::string> measured_tallies(fs::path const& study,
                                            Point const& question) {
  return read_history(read_journal_bytes(study / "journal.jsonl"))
      .agreed_tallies(question);
}

/// Whether the sum agrees with what is known.
bool report(Point const& question, Json const& sum, fs::path const& study) {
  auto const known = measured_tallies(study, question);
  auto const tallies = to_text(sum.at("tallies"));
  bool const equal = !known || *known == tallies;
  show("{}, {:g} samples in {} parts: {}", question.kernel,
       static_cast<double>(question.samples), sum.at("parts").get<int>(), tallies);
  if (sum.contains("estimate"))
    show(", estimate {:.8g}", sum.at("estimate").at("value").get<double>());
  if (known)
    show(", {}", equal ? "equal to the launches of the study"
                       : "but the launches of the study gave " + *known);
  show("\n");
  return equal;
}

int run_combine(Options const& options) {
  auto const study = load_study(options.file, {}, options.results);
  auto const directory = fs::absolute(fs::path(options.results) / study.name);
  bool sound = true;
  for (auto const& question : questions(study, load_context(study))) {
    auto const parts = parts_directory(directory, question);
    auto const sum = add_up(parts, options.part.of, worker_path(question.backend),
                            task_environment());
    write_file_atomically(fs::path(parts) += ".json", to_text(sum, 1) + "\n");
    sound = report(question, sum, directory) && sound;
  }
  return told(sound, "a sum differs from what the launches of the study gave");
}

void add_common(CLI::App& command, Options& options) {
  command.add_option("study", options.file, "Study file")->required();
  command.add_option("--of", options.part.of, "How many parts there are")
      ->required()
      ->check(CLI::Range(1, 1'000'000));
  add_results(command, options.results);
}

}  // namespace

void add_array(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<Options>();
  auto* part =
      app.add_subcommand("part", "Compute one of the parts of a study's samples");
  part->footer("Example:\n  assay part configs/scaling.yaml --index 0 --of 8");
  add_common(*part, *options);
  part->add_option("--index", options->part.index, "Which one, from 0")
      ->required()
      ->check(CLI::NonNegativeNumber);
  part->callback([options, &exit_code] { exit_code = run_part(*options); });
  auto* combine =
      app.add_subcommand("combine", "Add up the parts that `assay part` computed");
  combine->footer("Example:\n  assay combine configs/scaling.yaml --of 8");
  add_common(*combine, *options);
  combine->callback([options, &exit_code] { exit_code = run_combine(*options); });
}

}  // namespace assay
