// SPDX-License-Identifier: Apache-2.0
// `metrics:` -> where each number of a program comes from.
#include "metric_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <utility>

#include "fields.hpp"
#include "scalars.hpp"
#include "suggest.hpp"
#include "text/append.hpp"
#include "text/names.hpp"
#include "text/pattern.hpp"
#include "text/utf8.hpp"

namespace assay {
namespace {

constexpr auto metric_wanted =
    "wall, {pattern: \"...\", unit: s}, {json: KEY}, {csv: COLUMN, file: NAME} or "
    "{witness: peak_memory}";

constexpr Bounds warm_up_bounds{1, 1'000'000};

/// A metric as far as it is read, and what it is called in messages.
struct MetricDraft {
  Metric metric;
  std::string what;
};

using MetricField = Field<MetricDraft>;

template <typename Value>
using ByName = std::map<std::string, Value>;

template <typename Value>
std::vector<std::string> names_in(ByName<Value> const& names) {
  std::vector<std::string> words;
  for (auto const& [name, value] : names) words.push_back(name);
  return words;
}

ByName<Which> const& which_names() {
  static ByName<Which> const names{{"first", Which::first}, {"last", Which::last},
                                   {"sum", Which::sum},     {"max", Which::maximum},
                                   {"min", Which::minimum}, {"all", Which::all}};
  return names;
}

/// What the witness has of each rank, or node, in which unit, and which of them counts.
struct OfWitness {
  std::string unit;
  Which which;
};

ByName<OfWitness> const& witness_names() {
  static ByName<OfWitness> const names{{"cpus_used", {"CPUs", Which::sum}},
                                       {"energy", {"J", Which::sum}},
                                       {"mpi_time", {"s", Which::maximum}},
                                       {"peak_memory", {"GiB", Which::maximum}}};
  return names;
}

void set_source(MetricDraft& draft, Metric::Source source,
                std::optional<std::string> const& text) {
  draft.metric.source = source;
  draft.metric.text = text.value_or("");
}

constexpr std::array source_fields{
    MetricField{"pattern", Presence::optional,
                [](Entry const& entry, MetricDraft& draft, Problems& problems) {
                  set_source(
                      draft, Metric::Source::pattern,
                      read_pattern(entry.value, draft.what + ".pattern", 1, problems));
                }},
    MetricField{"json", Presence::optional,
                [](Entry const& entry, MetricDraft& draft, Problems& problems) {
                  set_source(
                      draft, Metric::Source::json,
                      read_text(entry.value, draft.what + ".json", "a key", problems));
                }},
    MetricField{"csv", Presence::optional,
                [](Entry const& entry, MetricDraft& draft, Problems& problems) {
                  set_source(draft, Metric::Source::csv,
                             read_text(entry.value, draft.what + ".csv",
                                       "the name of a column", problems));
                }},
    MetricField{"witness", Presence::optional,
                [](Entry const& entry, MetricDraft& draft, Problems& problems) {
                  set_source(draft, Metric::Source::witness,
                             read_choice(entry.value, draft.what + ".witness",
                                         names_in(witness_names()), problems));
                }},
};

void read_unit(Entry const& entry, MetricDraft& draft, Problems& problems) {
  draft.metric.unit =
      read_text(entry.value, draft.what + ".unit", "a unit", problems).value_or("");
}

void read_which(Entry const& entry, MetricDraft& draft, Problems& problems) {
  if (auto const name = read_choice(entry.value, draft.what + ".which",
                                    names_in(which_names()), problems))
    draft.metric.which = which_names().at(*name);
}

void read_warm_up(Entry const& entry, MetricDraft& draft, Problems& problems) {
  auto const number =
      read_integer(entry.value, draft.what + ".warm_up", warm_up_bounds, problems);
  draft.metric.warm_up = static_cast<int>(number.value_or(1));
  if (draft.metric.which != Which::all)
    problems.add(entry.at, fmt::format("{}.warm_up: only several values have a first "
                                       "one. Add 'which: all', or remove it",
                                       draft.what));
}

void read_decimal(Entry const& entry, MetricDraft& draft, Problems& problems) {
  auto const mark =
      read_choice(entry.value, draft.what + ".decimal", {".", ","}, problems);
  if (mark) draft.metric.decimal = mark->front();
}

void read_kind(Entry const& entry, MetricDraft& draft, Problems& problems) {
  auto const name = read_choice(entry.value, draft.what + ".kind",
                                {"time", "rate", "count", "size"}, problems);
  if (!name) return;
  auto const kind = metric_kind_from(*name);
  bool const is_time = seconds_per(draft.metric.unit).has_value();
  draft.metric.kind = kind;
  if (kind == MetricKind::time && !is_time)
    problems.add(
        entry.value.at,
        fmt::format("{}.kind: a time needs a unit of time. Write 'unit: s' (or "
                    "ms, us, ns, min, h)",
                    draft.what));
  if (kind == MetricKind::rate && is_time)
    problems.add(entry.value.at,
                 fmt::format("{}.kind: '{}' is a unit of time, and a rate is work per "
                             "time. Write 'kind: time', or the unit of the rate",
                             draft.what, draft.metric.unit));
}

/// What a key refers to is read before it.
constexpr std::array value_fields{
    MetricField{"unit", Presence::optional, read_unit},
    MetricField{"which", Presence::optional, read_which},
    MetricField{"warm_up", Presence::optional, read_warm_up},
    MetricField{"decimal", Presence::optional, read_decimal},
    MetricField{"kind", Presence::optional, read_kind},
};

std::size_t sources_in(YamlNode const& node) {
  return static_cast<std::size_t>(std::count_if(
      source_fields.begin(), source_fields.end(),
      [&](auto const& field) { return find_entry(node, field.key) != nullptr; }));
}

/// The keys that say nothing of such a source.
std::vector<std::string> useless_keys(Metric const& metric) {
  switch (metric.source) {
    case Metric::Source::pattern:
      return metric.from.file.empty() ? std::vector<std::string>{}
                                      : std::vector<std::string>{"from"};
    case Metric::Source::json:
      return {"from", "decimal"};
    case Metric::Source::csv:
      return {"from"};
    default:
      return {"from", "file", "decimal"};
  }
}

void complete_witnessed(YamlNode const& node, MetricDraft& draft, Problems& problems) {
  auto& metric = draft.metric;
  auto const found = witness_names().find(metric.text);
  if (metric.source != Metric::Source::witness || found == witness_names().end())
    return;
  auto const& [unit, which] = found->second;
  if (metric.unit.empty()) metric.unit = unit;
  if (metric.which == Which::unsaid) metric.which = which;
  if (!unit_ratio(unit, metric.unit))
    problems.add(find_entry(node, "unit")->value.at,
                 fmt::format("{}.unit: {} is no unit of {}. Write 'unit: {}'",
                             draft.what, in_quotes(metric.unit), metric.text, unit));
}

void check_source(YamlNode const& node, MetricDraft const& draft, Problems& problems) {
  auto const& metric = draft.metric;
  if (metric.source == Metric::Source::csv && metric.from.file.empty())
    problems.add(node.at, fmt::format("{}: a column of which file? Add 'file: NAME'",
                                      draft.what));
  for (auto const& key : useless_keys(metric))
    if (auto const* entry = find_entry(node, key))
      problems.add(entry->at, fmt::format("{}.{}: has no meaning for a number that "
                                          "comes from there. Remove it",
                                          draft.what, key));
  if (metric.source == Metric::Source::pattern && metric.unit.empty() &&
      metric.text.find("(?P<unit>") != metric.text.npos)
    problems.add(
        node.at,
        fmt::format("{}: the program says in which unit each number is, and the "
                    "study in which they are wanted. Add 'unit: s'",
                    draft.what));
}

void read_source(YamlNode const& node, MetricDraft& draft, Problems& problems) {
  auto const known = metric_keys();
  check_keys(node, draft.what + ".", known, problems);
  if (sources_in(node) != 1)
    return problems.add(node.at,
                        fmt::format("{}: one of 'pattern', 'json', 'csv' and 'witness' "
                                    "is needed. Give {}",
                                    draft.what, metric_wanted));
  read_fields(node, source_fields, known, draft, problems);
  draft.metric.from = read_text_source(node, draft.what, problems);
  read_fields(node, value_fields, known, draft, problems);
  complete_witnessed(node, draft, problems);
  check_source(node, draft, problems);
}

void read_metric(Entry const& entry, Draft& draft) {
  auto& problems = draft.problems;
  MetricDraft read{{}, "metrics." + entry.key};
  read.metric.name = entry.key;
  if (!is_name(entry.key) || entry.key == "wall")
    problems.add(entry.at, fmt::format("metrics: {} cannot name a metric. Use letters, "
                                       "digits, . _ -, and not 'wall'",
                                       in_quotes(entry.key)));
  auto const& node = entry.value;
  if (node.kind == YamlNode::Kind::map) {
    read_source(node, read, problems);
  } else if (node.kind == YamlNode::Kind::scalar && node.text == "wall") {
    read.metric.unit = wall_time().unit;
  } else {
    report_kind(node, read.what, metric_wanted, problems);
  }
  draft.study.readings.metrics.push_back(std::move(read.metric));
}

}  // namespace

std::optional<std::string> read_pattern(YamlNode const& node, std::string const& what,
                                        std::optional<int> groups, Problems& problems) {
  auto text = read_text(node, what, "a regular expression", problems);
  if (!text) return std::nullopt;
  try {
    Pattern const pattern(*text);
    if (!groups || pattern.groups() == *groups) return text;
    problems.add(node.at, fmt::format("{}: {} has {} groups, of which one is the "
                                      "number. Write (?:...) for the others",
                                      what, in_quotes(*text), pattern.groups()));
  } catch (PatternError const& error) {
    problems.add(node.at, fmt::format("{}: {}", what, error.what()));
  }
  return std::nullopt;
}

TextSource read_text_source(YamlNode const& map, std::string const& what,
                            Problems& problems) {
  TextSource source;
  if (auto const* from = find_entry(map, "from")) {
    auto const name =
        read_choice(from->value, what + ".from", {"stdout", "stderr"}, problems);
    if (name)
      source.stream =
          *name == "stdout" ? TextSource::Stream::output : TextSource::Stream::error;
  }
  if (auto const* file = find_entry(map, "file")) {
    auto const name =
        read_text(file->value, what + ".file", "the name of a file", problems);
    if (!name) return source;
    source.file = std::filesystem::path(*name).lexically_normal().string();
    if (!leads_below(source.file))
      problems.add(
          file->value.at,
          fmt::format("{}.file: {} is no file below the directory of the "
                      "launch, in which the program runs. Name one there, like "
                      "'out.txt' or 'out*.txt'",
                      what, in_quotes(*name)));
  }
  return source;
}

std::vector<std::string> metric_keys() {
  auto keys = keys_of(source_fields);
  append(keys, {"file", "from"});
  append(keys, keys_of(value_fields));
  return keys;
}

void read_metrics(Entry const& entry, Draft& draft) {
  if (entry.value.kind != YamlNode::Kind::map)
    return report_kind(entry.value, "metrics", "a mapping of names to metrics",
                       draft.problems);
  for (auto const& metric : entry.value.entries) read_metric(metric, draft);
}

}  // namespace assay
