// SPDX-License-Identifier: Apache-2.0
// assay compare: two studies, or two commits in one, judged point by point.
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "commands.hpp"
#include "history_words.hpp"
#include "interleaved.hpp"
#include "os/errors.hpp"
#include "report/run_analysis.hpp"
#include "run.hpp"
#include "side_directory.hpp"
#include "text/append.hpp"

namespace assay {
namespace {

constexpr auto footer =
    "A and B are study files, names or directories; X@COMMIT takes only the launches\n"
    "of one commit's worker. A,A2,A3 are several sessions of one side: then the\n"
    "interval holds for sessions to come. Exit codes: 0 no point is SLOWER in B,\n"
    "1 some point is, 2 usage, or nothing could be compared.\n"
    "--interleave measures both in one run, the launches of A and B one behind the\n"
    "other, so that what the machine is like that day is in both; the limits\n"
    "and rules are those of A.\n"
    "Of more than two, A B C ..., it is the history of one metric: see assay history.\n"
    "Examples:\n  assay compare results/main results/branch --format md\n"
    "  assay compare --interleave old.yaml new.yaml";

struct CompareOptions {
  std::string a;
  std::string b;
  std::vector<std::string> more;
  std::string form = "text";
  std::string band = "2%";
  std::string name;
  bool interleave = false;
  RunOptions run;
};

void add_run_options(CLI::App& command, CompareOptions& options) {
  auto* const flag = command.add_flag("--interleave", options.interleave,
                                      "Measure both in one run, and compare these");
  auto const needs = [&](CLI::Option* option) {
    option->needs(flag)->group("With --interleave");
  };
  needs(command.add_option("--name", options.name,
                           "What the run is called; A-beside-B unless given"));
  needs(command.add_flag("--fresh", options.run.fresh,
                         "Set earlier results aside and start anew"));
  needs(command.add_flag("--retry-failed", options.run.retry_failed,
                         "Launch again what failed or was disturbed"));
  needs(command.add_flag("--dry-run", options.run.dry_run,
                         "Print the words of each point's launch"));
  needs(command.add_flag("--yes", options.run.yes,
                         "Start though the price is above A's limits.core_hours"));
  needs(command.add_flag("--verbose", options.run.verbose,
                         "Show what the launches print"));
}

std::vector<std::string> words_of(CompareOptions const& options) {
  return {"compare", "--format", options.form, "--band", options.band};
}

int compare_sides(CompareOptions const& options) {
  auto words = words_of(options);
  append(words, {"--", directories_of_side(options.a, options.run.results),
                 directories_of_side(options.b, options.run.results)});
  return run_analysis(words);
}

/// Of several releases or commits one metric is judged, in the order in which they are
/// given; its other options are those of `history`.
int compare_many(CompareOptions const& options) {
  if (options.interleave)
    throw UsageError("--interleave measures two studies, A and B, in one run");
  std::vector<std::string> studies{options.a, options.b};
  studies.insert(studies.end(), options.more.begin(), options.more.end());
  return run_analysis(
      history_words({"--by=given", "--fail-on=slower", "--format=" + options.form,
                     "--band=" + options.band},
                    studies, options.run.results));
}

int compare_in_one_run(CompareOptions options) {
  options.run.no_report = true;
  auto setting = interleaved(options.a, options.b, options.name, options.run.results);
  auto const directory = setting.directory.string();
  int const measured = run(options.run, std::move(setting));
  bool const is_whole =
      measured == code(ExitCode::ok) || measured == code(ExitCode::failed);
  if (!is_whole || options.run.dry_run) return measured;
  auto words = words_of(options);
  append(words, {"--interleaved", "--", directory});
  int const judged = run_analysis(words);
  return judged == code(ExitCode::ok) ? measured : judged;
}

}  // namespace

void add_compare(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<CompareOptions>();
  auto* command = app.add_subcommand("compare", "Judge a study against another");
  command->footer(footer);
  command->add_option("A", options->a, "The study compared with")->required();
  command->add_option("B", options->b, "The study judged")->required();
  command->add_option("C", options->more, "More of them: a history of one metric");
  command->add_option("--format", options->form, "text, md, html or csv, on stdout");
  command->add_option("--band", options->band, "Ratios this close to 1 are the same");
  add_results(*command, options->run.results);
  add_run_options(*command, *options);
  command->callback([options, &exit_code] {
    exit_code = !options->more.empty() ? compare_many(*options)
                : options->interleave  ? compare_in_one_run(*options)
                                       : compare_sides(*options);
  });
}

}  // namespace assay
