// SPDX-License-Identifier: Apache-2.0
// `metrics:`, `time:`, `check:` -> how the answer of a program is read.
#include "readings_reader.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "fields.hpp"
#include "quantity.hpp"
#include "scalars.hpp"
#include "suggest.hpp"
#include "text/names.hpp"
#include "text/pattern.hpp"
#include "text/utf8.hpp"

namespace assay {
namespace {

constexpr auto metric_wanted = "wall, {pattern: \"...\", unit: s} or {json: KEY}";
constexpr auto check_wanted =
    "{pattern: \"...\"}, {value: NAME, equal: true}, {value: NAME, within: 1e-6, "
    "expected: 785} or {estimate: KEY}";

/// A regular expression with as many groups as asked; reports what it is instead.
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

void read_source(YamlNode const& node, Metric& metric, Problems& problems) {
  std::string const what = "metrics." + metric.name;
  check_keys(node, what + ".", metric_keys(), problems);
  auto const* pattern = find_entry(node, "pattern");
  auto const* key = find_entry(node, "json");
  if ((pattern == nullptr) == (key == nullptr))
    return problems.add(
        node.at, fmt::format("{}: one of 'pattern' and 'json' is needed. Give {}", what,
                             metric_wanted));
  metric.source = pattern != nullptr ? Metric::Source::pattern : Metric::Source::json;
  auto const text = pattern != nullptr
                        ? read_pattern(pattern->value, what + ".pattern", 1, problems)
                        : read_text(key->value, what + ".json", "a key", problems);
  metric.text = text.value_or("");
  if (auto const* unit = find_entry(node, "unit"))
    metric.unit =
        read_text(unit->value, what + ".unit", "a unit", problems).value_or("");
}

void read_metric(Entry const& entry, Draft& draft) {
  auto& problems = draft.problems;
  Metric metric;
  metric.name = entry.key;
  if (!is_name(entry.key) || entry.key == "wall")
    problems.add(entry.at, fmt::format("metrics: {} cannot name a metric. Use letters, "
                                       "digits, . _ -, and not 'wall'",
                                       in_quotes(entry.key)));
  auto const& node = entry.value;
  if (node.kind == YamlNode::Kind::map) {
    read_source(node, metric, problems);
  } else if (node.kind == YamlNode::Kind::scalar && node.text == "wall") {
    metric.unit = "s";
  } else {
    report_kind(node, "metrics." + entry.key, metric_wanted, problems);
  }
  draft.study.readings.metrics.push_back(std::move(metric));
}

Metric const* find_metric(Readings const& readings, std::string const& name) {
  auto const found =
      std::find_if(readings.metrics.begin(), readings.metrics.end(),
                   [&](Metric const& metric) { return metric.name == name; });
  return found == readings.metrics.end() ? nullptr : &*found;
}

void read_equality(YamlNode const& node, AnswerCheck& check, Problems& problems) {
  auto const* equal = find_entry(node, "equal");
  auto const* within = find_entry(node, "within");
  if ((equal == nullptr) == (within == nullptr))
    return problems.add(node.at,
                        "check: a value needs one of 'equal: true' and "
                        "'within: 1e-6'. Give it");
  if (equal != nullptr)
    return static_cast<void>(
        read_choice(equal->value, "check.equal", {"true"}, problems));
  auto const text = read_plain(within->value, "check.within",
                               "a relative difference like 1e-6", problems);
  if (!text) return;
  auto const number = parse_real(*text);
  if (number.ok() && number.value > 0 && number.value < 1) {
    check.within = number.value;
  } else {
    problems.add(
        within->value.at,
        fmt::format("check.within: {} is no number above 0 and below 1. Give a "
                    "relative difference like 1e-6",
                    in_quotes(*text)));
  }
}

/// Of all points, or `{1e6: 785398, 2e6: 1570796}` by their samples.
void read_expected(YamlNode const& node, AnswerCheck& check, Problems& problems) {
  constexpr auto wanted = "a value, or a mapping of samples to values";
  auto const add = [&](std::optional<std::uint64_t> samples, YamlNode const& value) {
    auto const text = read_text(value, "check.expected", wanted, problems);
    if (!text) return;
    if (check.within > 0 && !parse_real(*text).ok())
      problems.add(value.at,
                   fmt::format("check.expected: {} is no number, which 'within' "
                               "needs. Give one",
                               in_quotes(*text)));
    if (!check.expected.emplace(samples, *text).second)
      problems.add(value.at, fmt::format("check.expected: {} samples stand here twice",
                                         samples.value_or(0)));
  };
  if (node.kind != YamlNode::Kind::map) return add(std::nullopt, node);
  for (auto const& [key, at, value] : node.entries) {
    auto const samples = parse_integer(key);
    if (samples.ok()) {
      add(samples.value, value);
    } else {
      problems.add(at,
                   fmt::format("check.expected: {} {}", in_quotes(key), samples.fault));
    }
  }
}

}  // namespace

std::vector<std::string> const& metric_keys() {
  static std::vector<std::string> const keys{"pattern", "json", "unit"};
  return keys;
}

std::vector<std::string> const& answer_check_keys() {
  static std::vector<std::string> const keys{"pattern", "value",    "equal",
                                             "within",  "expected", "estimate"};
  return keys;
}

void read_metrics(Entry const& entry, Draft& draft) {
  if (entry.value.kind != YamlNode::Kind::map)
    return report_kind(entry.value, "metrics", "a mapping of names to metrics",
                       draft.problems);
  for (auto const& metric : entry.value.entries) read_metric(metric, draft);
}

void read_time(Entry const& entry, Draft& draft) {
  auto& readings = draft.study.readings;
  std::vector<std::string> known{"wall"};
  for (auto const& metric : readings.metrics) known.push_back(metric.name);
  auto const name = read_choice(entry.value, "time", known, draft.problems);
  if (!name) return;
  readings.time = *name;
  auto const* metric = find_metric(readings, *name);
  if (metric != nullptr && !seconds_per(metric->unit))
    draft.problems.add(entry.value.at,
                       fmt::format("time: the metric {} has no unit of time. Give it "
                                   "'unit: s' (or ms, us, ns, min, h)",
                                   in_quotes(*name)));
}

void read_check(Entry const& entry, Draft& draft) {
  auto const& node = entry.value;
  auto& problems = draft.problems;
  if (node.kind != YamlNode::Kind::map)
    return report_kind(node, "check", check_wanted, problems);
  check_keys(node, "check.", answer_check_keys(), problems);
  auto& check = draft.study.readings.check;
  auto const* value = find_entry(node, "value");
  if (auto const* pattern = find_entry(node, "pattern"))
    check.pattern =
        read_pattern(pattern->value, "check.pattern", std::nullopt, problems);
  if (auto const* estimate = find_entry(node, "estimate"))
    check.estimate = read_text(estimate->value, "check.estimate", "a key", problems);
  if (value == nullptr) {
    for (auto const* key : {"equal", "within", "expected"})
      if (auto const* alone = find_entry(node, key))
        problems.add(alone->at,
                     fmt::format("check.{}: of what? Add 'value: NAME'", key));
    return;
  }
  check.value = read_text(value->value, "check.value", "a metric or a key", problems);
  read_equality(node, check, problems);
  if (auto const* expected = find_entry(node, "expected"))
    read_expected(expected->value, check, problems);
}

void read_proof(Entry const& entry, Draft& draft) {
  auto const word =
      read_choice(entry.value, "proof", {"witness", "none"}, draft.problems);
  draft.study.readings.proof = word == "none" ? Proof::none : Proof::witness;
}

void share_readings(YamlNode const& root, Draft& draft) {
  for (auto& program : draft.study.programs) {
    Program with = *program;
    with.readings = draft.study.readings;
    program = std::make_shared<Program const>(std::move(with));
  }
  if (!draft.study.programs.empty() || find_entry(root, "program") != nullptr) return;
  for (auto const* key : {"metrics", "time", "check", "proof"})
    if (auto const* entry = find_entry(root, key))
      draft.problems.add(entry->at, fmt::format("{}: kernels bring their own. Remove "
                                                "it, or give a 'program'",
                                                key));
}

}  // namespace assay
