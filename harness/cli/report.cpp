// SPDX-License-Identifier: Apache-2.0
// assay report: tables, figures and the page, made anew from the journal.
#include <memory>
#include <string>
#include <vector>

#include "commands.hpp"
#include "load_study.hpp"
#include "passed_options.hpp"
#include "report/run_analysis.hpp"

namespace assay {

namespace {

constexpr PassedOption report_options[] = {
    {"--format",
     "Write only these forms, of html, md, tex, csv, json, jsonl, xml, sqlite, svg, "
     "pdf, png: with 100,000 launches csv, json and sqlite take longest"},
    {"--style",
     "Of figures: one-column, two-columns, or a style file of matplotlib (fonts, "
     "sizes, colours)"},
};

}  // namespace

void add_report(CLI::App& app, int& exit_code) {
  struct Options {
    std::string what;
    std::string results = "results";
    PassedValues passed;
    bool verify = false;
    bool open = false;
  };
  auto options = std::make_shared<Options>();
  auto* command = app.add_subcommand("report", "Make tables, figures and report.html");
  command->footer(
      "Example:\n  assay report configs/quickstart.yaml\n"
      "  assay report pi --format html,svg\n"
      "  assay report pi --style paper.mplstyle");
  add_known_study(*command, options->what, options->results);
  command->add_flag("--verify", options->verify,
                    "Write nothing; compare the report there is with the journal");
  command->add_flag("--open", options->open, "Show the page in a browser");
  add_passed(*command, report_options, options->passed);
  command->callback([options, &exit_code] {
    auto const directory = measured_directory(options->what, options->results);
    std::vector<std::string> words{"report", directory.string()};
    if (options->verify) words.emplace_back("--verify");
    pass(report_options, options->passed, words);
    if (options->open) words.emplace_back("--open");
    exit_code = run_analysis(words);
  });
}

}  // namespace assay
