// SPDX-License-Identifier: Apache-2.0
// The analysis knows the forms of tables; what it finds is kept as it is.
#include "read_imports.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <sstream>

#include "common/json.hpp"
#include "config/problems.hpp"
#include "model/program.hpp"
#include "os/environment.hpp"
#include "os/process.hpp"
#include "os/read_bounded.hpp"
#include "os/temporary_directory.hpp"
#include "run_analysis.hpp"

namespace assay {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_bytes = 256UL * 1024 * 1024;
constexpr double longest_s = 300;

/// Ratios are of the same: a rate of a rate, a time of a time.
std::vector<std::string> leading_words(Study const& study) {
  if (study.programs.empty()) return {};
  auto const& leading = leading_metric(study.readings);
  if (kind_of(leading) != MetricKind::rate) return {};
  return {"--lead-rate=" + leading.unit};
}

Argv words_of(ImportedRows const& rows, Study const& study, fs::path const& out) {
  Argv words{"rows", "--out=" + out.string()};
  if (!rows.name.empty()) words.push_back("--name=" + rows.name);
  if (rows.is_base) words.emplace_back("--base");
  for (auto const scaling : rows.series)
    words.push_back(scaling == Scaling::weak ? "--series=weak" : "--series=strong");
  auto const lead = leading_words(study);
  words.insert(words.end(), lead.begin(), lead.end());
  words.insert(words.end(), rows.options.begin(), rows.options.end());
  words.emplace_back("--");
  words.insert(words.end(), rows.files.begin(), rows.files.end());
  return words;
}

void add_lines(std::string const& said, ImportedRows const& rows, Problems& problems) {
  std::istringstream lines(said);
  for (std::string line; std::getline(lines, line);)
    if (!line.empty())
      problems.add(rows.at,
                   fmt::format("{}: {}", rows.is_base ? "base" : "beside", line));
}

void read(ImportedRows& rows, Study const& study, Problems& problems) {
  TemporaryDirectory const place("assay-rows");
  auto const out = place.path() / "rows.json";
  auto const directory = fs::absolute(study.file).parent_path();
  auto const command = analysis_command(words_of(rows, study, out), own_environment());
  auto const result = run_process({command.argv, command.environment, directory, ""},
                                  {.timeout_s = longest_s});
  if (result.succeeded()) {
    rows.found = read_bounded(out, most_bytes).value_or("");
  } else if (result.ending == Ending::exited &&
             result.exit_code == code(ExitCode::usage)) {
    add_lines(result.output_tail, rows, problems);
  } else {
    throw EnvironmentError(fmt::format("the analysis, which reads {}, failed: {}{}",
                                       rows.files.front(), result.error,
                                       result.output_tail));
  }
}

}  // namespace

void read_imports(Study& study) {
  Problems problems(study.file);
  for (auto& rows : study.imports) read(rows, study, problems);
  std::vector<std::string> texts{study.text};
  texts.insert(texts.end(), study.overrides.begin(), study.overrides.end());
  problems.throw_if_any(texts);
}

std::vector<std::string> facts_of(ImportedRows const& rows) {
  auto const found = parse_json(rows.found);
  std::vector<std::string> facts{fmt::format("{}: {}, imported, not proven",
                                             rows.is_base ? "base" : "beside",
                                             found.at("name").get<std::string>())};
  for (auto const& fact : found.at("facts"))
    facts.push_back("  " + fact.get<std::string>());
  return facts;
}

}  // namespace assay
