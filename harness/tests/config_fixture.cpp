// SPDX-License-Identifier: Apache-2.0
// The corpus of study files and what reading one gives, for the tests of config.
#include "config_fixture.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>

#include "config/read_study.hpp"
#include "config/study_reader.hpp"
#include "model/axes.hpp"
#include "model/launcher.hpp"

namespace assay::test {
namespace {

std::string show(std::vector<AxisValue> const& values) {
  std::string all;
  for (auto const& value : values) {
    char const kind = "urt"[value.index()];
    all += fmt::format("{}{}({})", all.empty() ? "" : " ", kind, to_text(value));
  }
  return all;
}

std::string show(Match const& match) {
  std::string shown = match.axis + " " + show(match.any_of);
  if (match.minimum) shown += fmt::format(" from {}", *match.minimum);
  if (match.maximum) shown += fmt::format(" to {}", *match.maximum);
  return shown;
}

void describe_samples(Study const& study, std::vector<std::string>& lines) {
  for (Scaling const scaling : study.scaling)
    lines.push_back(fmt::format("samples.{} {}",
                                scaling == Scaling::strong ? "strong" : "weak",
                                show(study.samples.at(scaling))));
}

void describe_matches(std::string const& key, std::vector<MatchAll> const& matches,
                      std::vector<std::string>& lines) {
  for (auto const& all : matches) {
    std::string line = key;
    for (auto const& match : all) line += " [" + show(match) + "]";
    lines.push_back(line);
  }
}

std::string describe_continuation(JobSection const& jobs) {
  constexpr std::array continuations{"no", "requeue", "resubmit"};
  return continuations.at(static_cast<std::size_t>(jobs.continuation));
}

/// Only where the study has the section.
void describe_slurm(JobSection const& slurm, std::vector<std::string>& lines) {
  if (slurm.partition.empty()) return;
  lines.push_back(
      fmt::format("slurm {} {} {} {} {}, {} s, {}, {}, {}{}", slurm.partition,
                  slurm.account, slurm.qos, slurm.constraint, slurm.reservation,
                  slurm.time_s.value_or(0), fmt::join(slurm.directives, " "),
                  fmt::join(slurm.modules, " "), describe_continuation(slurm),
                  slurm.side_by_side == SideBySide::yes ? ", side by side" : ""));
}

/// The same.
void describe_gridengine(JobSection const& jobs, std::vector<std::string>& lines) {
  if (!jobs.is_given) return;
  auto line = fmt::format("gridengine {} {} {}, {} s, {}, {}, {}",
                          jobs.parallel_environment, jobs.partition, jobs.account,
                          jobs.time_s.value_or(0), fmt::join(jobs.directives, " "),
                          fmt::join(jobs.modules, " "), describe_continuation(jobs));
  if (!jobs.collects) line += ", none collects";
  if (jobs.collect) line += fmt::format(", {} s to collect", *jobs.collect->time_s);
  lines.push_back(line);
}

std::string joined(std::vector<std::string> const& words) {
  return fmt::format("{}", fmt::join(words, "|"));
}

std::string describe(TextSource const& from) {
  constexpr std::array streams{"", " of stdout", " of stderr"};
  return streams.at(static_cast<std::size_t>(from.stream)) +
         (from.file.empty() ? "" : " in " + from.file);
}

void describe_check(AnswerCheck const& check, std::vector<std::string>& lines) {
  std::string line = "check";
  if (check.pattern)
    line += fmt::format(" pattern '{}'{}", *check.pattern, describe(check.from));
  if (check.value)
    line += fmt::format(" value '{}' within {}", *check.value, check.within);
  if (!check.expected.empty()) line += " expected";
  for (auto const& [samples, value] : check.expected)
    line += fmt::format(" {}={}", samples ? std::to_string(*samples) : "all", value);
  if (check.estimate) line += fmt::format(" estimate '{}'", *check.estimate);
  if (line != "check") lines.push_back(line);
}

std::string describe(Metric const& metric) {
  constexpr std::array sources{"wall", "pattern", "json", "csv", "witness"};
  constexpr std::array whiches{"", " first", " last", " sum", " max", " min", " all"};
  auto line = fmt::format("metric {} {} '{}' {}{}{}", metric.name,
                          sources.at(static_cast<std::size_t>(metric.source)),
                          metric.text, metric.unit, describe(metric.from),
                          whiches.at(static_cast<std::size_t>(metric.which)));
  if (metric.warm_up > 0) line += fmt::format(" warm-up {}", metric.warm_up);
  if (metric.decimal) line += fmt::format(" decimal {}", *metric.decimal);
  if (metric.kind) line += " a " + to_string(*metric.kind);
  return line;
}

void describe_launch_files(LaunchFiles const& files, std::vector<std::string>& lines) {
  for (auto const& [name, file] : files.files)
    lines.push_back(fmt::format("file {} {} {}", name, name_of(file.how), file.source));
  if (files.input)
    lines.push_back(
        fmt::format("stdin {} {}", name_of(files.input->how), files.input->source));
  for (auto const& pattern : files.keep) lines.push_back("keep " + pattern);
  if (files.own_directory) lines.push_back("directory own");
}

/// A table, or how many steps a calculation has.
void describe_derived(Study const& study, std::vector<std::string>& lines) {
  for (auto const& [name, at, from] : study.derive) {
    if (auto const* steps = std::get_if<Expression>(&from)) {
      lines.push_back(fmt::format("derive {} in {} steps", name, steps->size()));
      continue;
    }
    auto const& table = std::get<DerivedTable>(from);
    auto line = fmt::format("derive {} by {}", name, table.by);
    for (auto const& [key, value] : table.values)
      line += fmt::format(" {}={}", key, value);
    if (table.otherwise) line += " else " + *table.otherwise;
    lines.push_back(line);
  }
}

/// Of all programs, whose readings are the same.
void describe_programs(Study const& study, std::vector<std::string>& lines) {
  if (study.programs.empty()) return;
  for (auto const& program : study.programs)
    lines.push_back(fmt::format(
        "program {}: {}{}", program->name, joined(program->argv),
        program->working_directory.empty() ? "" : " in " + program->working_directory));
  Readings const& readings = study.programs.back()->readings;
  for (auto const& metric : readings.metrics) lines.push_back(describe(metric));
  lines.push_back(fmt::format("curves {}", fmt::join(readings.curves, " ")));
  describe_check(readings.check, lines);
  if (readings.proof == Proof::none) lines.push_back("proof none");
  describe_launch_files(study.launch_files, lines);
  for (auto const& words : study.setup) lines.push_back("setup " + joined(words));
  for (auto const& words : study.cleanup) lines.push_back("cleanup " + joined(words));
}

/// Only what the study gives as words.
void describe_prefixes(Study const& study, std::vector<std::string>& lines) {
  for (auto const& launcher : study.launchers)
    lines.push_back(fmt::format("launcher {}: {}{}", launcher->name,
                                joined(launcher->own.words),
                                launcher->needs_job ? ", needs a job" : ""));
  if (study.wrap != nullptr) lines.push_back("wrap " + joined(study.wrap->words));
}

/// A file that is wrong in another way need not know of a new key.
std::string with_every_key(std::string line) {
  static std::string const mark = "{every key}";
  auto const at = line.find(mark);
  if (at == line.npos) return line;
  return line.replace(at, mark.size(),
                      fmt::format("{}", fmt::join(study_keys(), ", ")));
}

/// Only where the study is simulated.
void describe_cluster(Study const& study, std::vector<std::string>& lines) {
  if (!study.cluster) return;
  auto const& c = *study.cluster;
  auto const show = [](Slowdown const& s) {
    return fmt::format("{} {}", s.share, s.by);
  };
  auto line = fmt::format(
      "cluster {} x {} at {}, {} {}, {} {} {}, {}, {} {}, {}, {}, {}, {} {} {}",
      c.nodes, c.cores_per_node, c.rate ? fmt::format("{}", *c.rate) : "kernel",
      c.serial, c.crosstalk, c.fixed_s, c.in_node_s, c.between_nodes_s, c.imbalance,
      c.launch_noise, c.repetition_noise, show(c.outliers), show(c.stragglers),
      show(c.slow_nodes), c.warm_up, c.drift, c.start_s);
  for (auto const& [fault, share] : c.faults)
    line += fmt::format(", {} {}", fault, share);
  lines.push_back(line);
}

void describe_rules(Study const& study, std::vector<std::string>& lines) {
  if (!study.base.kernel.empty()) lines.push_back("base kernel " + study.base.kernel);
  if (study.base.cores > 0)
    lines.push_back(fmt::format("base cores {}", study.base.cores));
  if (study.base.in_each_job)
    lines.push_back(std::string("base in each job: ") +
                    (*study.base.in_each_job ? "yes" : "no"));
  for (auto const& rows : study.imports)
    lines.push_back(fmt::format("{} {} named '{}' as {}: {}",
                                rows.is_base ? "base imported from" : "beside",
                                fmt::join(rows.files, " "), rows.name,
                                rows.series.size() > 1                 ? "both"
                                : rows.series.front() == Scaling::weak ? "weak"
                                                                       : "strong",
                                fmt::join(rows.options, " ")));
  if (study.target != Study().target)
    lines.push_back(fmt::format("target {}", study.target));
  lines.push_back(fmt::format("launches {} to {} until {}", study.launches.minimum,
                              study.launches.maximum, study.launches.until));
  std::string limits = fmt::format("limits {} s", study.limits.timeout_s);
  if (study.limits.wall_s) limits += fmt::format(", wall {} s", *study.limits.wall_s);
  if (study.limits.core_hours)
    limits += fmt::format(", {} core-h", *study.limits.core_hours);
  lines.push_back(limits);
  describe_slurm(study.slurm, lines);
  describe_gridengine(study.gridengine, lines);
  describe_cluster(study, lines);
  if (study.ceiling_repetitions > 0) {
    lines.push_back(fmt::format("ceiling_repetitions {}", study.ceiling_repetitions));
  }
  lines.push_back(fmt::format("repetitions {}, order_seed {}, max_points {}",
                              study.repetitions, study.simulation_seed(),
                              study.max_points));
}

}  // namespace

Catalogue const& catalogue() {
  static Catalogue const kernels =
      read_catalogue(std::filesystem::path(ASSAY_TEST_DATA) / "kernels.json");
  return kernels;
}

std::string read_file(std::filesystem::path const& file) {
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

std::vector<std::filesystem::path> study_files(std::string const& folder) {
  std::vector<std::filesystem::path> files;
  for (auto const& entry : std::filesystem::directory_iterator(
           std::filesystem::path(ASSAY_TEST_DATA) / folder))
    if (entry.path().extension() == ".yaml") files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

std::vector<std::string> expectations(std::filesystem::path const& file) {
  auto beside = file;
  beside.replace_extension(".expected");
  std::istringstream text(read_file(std::filesystem::exists(beside) ? beside : file));
  std::vector<std::string> lines;
  for (std::string line; std::getline(text, line);) {
    if (line.ends_with('\r')) line.pop_back();
    if (line.starts_with("#! ")) lines.push_back(with_every_key(line.substr(3)));
  }
  return lines;
}

std::vector<std::string> diagnostics_of(std::string const& text) {
  std::vector<std::string> lines;
  try {
    read_study(text, "study.yaml", catalogue());
  } catch (ConfigError const& error) {
    for (auto const& one : error.diagnostics())
      lines.push_back(
          fmt::format("{}:{}: {}", one.at.line, one.at.column, one.message));
  }
  return lines;
}

std::vector<std::string> describe(Study const& study) {
  std::vector<std::string> lines{"study " + study.name};
  describe_samples(study, lines);
  for (auto const& axis : study.axes)
    lines.push_back(axis.name + " " + show(axis.values));
  for (auto const& group : study.zip) {
    std::string line = "zip";
    for (auto const& axis : group) line += " " + axis;
    lines.push_back(line);
  }
  describe_matches("exclude", study.exclude, lines);
  describe_matches("only", study.only, lines);
  describe_prefixes(study, lines);
  describe_derived(study, lines);
  describe_programs(study, lines);
  describe_rules(study, lines);
  return lines;
}

}  // namespace assay::test
