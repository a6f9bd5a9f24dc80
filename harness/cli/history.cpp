// SPDX-License-Identifier: Apache-2.0
// assay history: one metric over many studies, and where it changed.
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "commands.hpp"
#include "history_words.hpp"
#include "passed_options.hpp"
#include "report/run_analysis.hpp"
#include "side_directory.hpp"

namespace assay {
namespace {

constexpr PassedOption history_options[] = {
    {"--metric", "Its name; the metric that leads in most studies unless given"},
    {"--cores", "Cores of the point; the most that all studies have unless given"},
    {"--point", "One point by its name in tables, such as 4x2"},
    {"--machine", "Words of the CPU model; that of most studies unless given"},
    {"--by", "Order: date, commit, tag or given; by date where all have one"},
    {"--band", "Smaller changes do not fail it; 2% unless given"},
    {"--fail-on", "slower: exit code 1 where a late change is for the worse"},
    {"--within", "So many sessions at the end are late; 5 unless given"},
    {"--format", "text, md, html, csv or json on stdout, in place of files"},
    {"--output", "Directory of the page; history below --results unless given"},
};

struct HistoryOptions {
  std::vector<std::string> studies;
  PassedValues passed;
  std::string results = "results";
};

// A directory is taken as it is: what has no journal is told, not looked for elsewhere.
std::string directory_of_session(std::string const& word, std::string const& results) {
  auto const equals = std::filesystem::is_directory(word) ? word.npos : word.find('=');
  auto const label = equals == word.npos ? "" : word.substr(0, equals + 1);
  auto const study = word.substr(label.size());
  if (std::filesystem::is_directory(study)) return word;
  return label + directory_of_side(study, results);
}

}  // namespace

std::vector<std::string> history_words(std::vector<std::string> const& options,
                                       std::vector<std::string> const& studies,
                                       std::string const& results) {
  std::vector<std::string> words{"history", "--output=" + results + "/history"};
  words.insert(words.end(), options.begin(), options.end());
  words.emplace_back("--");
  for (auto const& study : studies)
    words.push_back(directory_of_session(study, results));
  return words;
}

void add_history(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<HistoryOptions>();
  auto* command =
      app.add_subcommand("history", "Find where a metric changed over many studies");
  command->footer(
      "A STUDY is a study file, name or directory, measured or imported; X@COMMIT "
      "takes\n"
      "only the launches of one commit's worker, and LABEL=STUDY calls it by a "
      "release.\n"
      "Exit codes: 0; 1 with --fail-on slower where a change for the worse is among "
      "the\n"
      "last sessions, or all of them drift to the worse; 2 usage, nothing that could "
      "be\n"
      "compared, or with --fail-on where the last study could not be.\n"
      "Examples:\n  assay history results/v*/\n"
      "  assay history 1.9=old 1.10=new --by tag\n"
      "  assay history results/nightly-* --fail-on slower --format md");
  command->add_option("study", options->studies, "Studies, in any order")->required();
  add_passed(*command, history_options, options->passed);
  add_results(*command, options->results);
  command->callback([options, &exit_code] {
    std::vector<std::string> passed;
    pass(history_options, options->passed, passed);
    exit_code = run_analysis(history_words(passed, options->studies, options->results));
  });
}

}  // namespace assay
