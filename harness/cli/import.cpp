// SPDX-License-Identifier: Apache-2.0
// assay import: numbers that others measured, as a study with tables and a report.
#include <memory>

#include "commands.hpp"
#include "passed_options.hpp"
#include "report/run_analysis.hpp"

namespace assay {
namespace {

constexpr PassedOption import_options[] = {
    {"--cores",
     "Column of the cores (ranks, threads, 'ranks*threads'; nodes where it says so)"},
    {"--nodes", "Column of the nodes, in place of --cores"},
    {"--gpus", "Column of the GPUs, in place of --cores"},
    {"--time", "Column of the times; again, or as 'run*', for a wide table"},
    {"--rate", "Column of rates (GFLOP/s, ns/day), in place of --time"},
    {"--by", "Column that tells curves apart; again for more"},
    {"--launch", "Column that numbers the runs of a point; again for more"},
    {"--unit", "Of times: s, ms, us, ns, min, h, d, hh:mm, mm:ss; or that of rates"},
    {"--decimal", "The decimal mark, . or , where 1,234 may be both"},
    {"--base", "Time of another program on one core, node or GPU, as the base"},
    {"--pattern", "Regular expression on logs, whose groups (?P<time>...) are columns"},
    {"--in-name", "The same on the names of the files"},
    {"--from", "The same on a column, as COLUMN:REGEX; again for more"},
    {"--session", "Column of sessions (commit, date): a study each, for assay history"},
    {"--study", "Name of the study; that of the first file unless given"},
};

struct ImportOptions {
  std::vector<std::string> files;
  PassedValues passed;
  std::string results = "results";
  bool weak = false;
  bool no_report = false;
};

std::vector<std::string> import_words(ImportOptions const& options) {
  std::vector<std::string> words{"import", "--results=" + options.results};
  pass(import_options, options.passed, words);
  if (options.weak) words.emplace_back("--weak");
  if (options.no_report) words.emplace_back("--no-report");
  words.emplace_back("--");
  words.insert(words.end(), options.files.begin(), options.files.end());
  return words;
}

}  // namespace

void add_import(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<ImportOptions>();
  auto* command = app.add_subcommand("import", "Make a study of others' numbers");
  command->footer(
      "Reads CSV, text and Markdown tables, logs of LAMMPS, and what hyperfine, "
      "Google\n"
      "Benchmark, ReFrame, JUBE and Extra-P write. What was taken for what is "
      "printed;\n"
      "everything made of it says that it is imported, not proven.\n"
      "Examples:\n  assay import times.csv --cores ranks --time 'wall (s)'\n"
      "  assay import log.* --study melt\n"
      "  assay import rates.csv --nodes nodes --rate GFLOP/s --weak");
  command->add_option("file", options->files, "Files of one form")->required();
  add_passed(*command, import_options, options->passed);
  command->add_flag("--weak", options->weak,
                    "The work grows with the resources; else it is the same");
  command->add_flag("--no-report", options->no_report, "Write the journal only");
  add_results(*command, options->results);
  command->callback(
      [options, &exit_code] { exit_code = run_analysis(import_words(*options)); });
}

}  // namespace assay
