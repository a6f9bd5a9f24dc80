// SPDX-License-Identifier: Apache-2.0
// `time:`, `curves:`, `check:`, `proof:` -> how the answer of a program is read.
#include "readings_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <string>
#include <vector>

#include "fields.hpp"
#include "metric_reader.hpp"
#include "program_reader.hpp"
#include "quantity.hpp"
#include "scalars.hpp"
#include "text/names.hpp"
#include "text/placeholders.hpp"
#include "text/utf8.hpp"

namespace assay {
namespace {

constexpr auto check_wanted =
    "{pattern: \"...\"}, {value: NAME, equal: true}, {value: NAME, within: 1e-6, "
    "expected: 785} or {estimate: KEY}";

/// A metric, or `wall`; reports what is none.
Metric const* read_metric_name(YamlNode const& node, std::string const& what,
                               Draft& draft) {
  auto const& readings = draft.study.readings;
  std::vector<std::string> known{"wall"};
  for (auto const& metric : readings.metrics) known.push_back(metric.name);
  auto const name = read_choice(node, what, known, draft.problems);
  return name ? find_metric(readings, *name) : nullptr;
}

/// `wall` has a curve of its own where another metric has one as well.
void add_wall(Readings& readings) {
  auto const& curves = readings.curves;
  bool const is_asked = std::find(curves.begin(), curves.end(), "wall") != curves.end();
  if (curves.size() > 1 && is_asked) readings.metrics.push_back(wall_time());
}

void read_curve(YamlNode const& node, Draft& draft) {
  auto& problems = draft.problems;
  auto& curves = draft.study.readings.curves;
  auto const* metric = read_metric_name(node, "curves", draft);
  if (metric == nullptr) return;
  auto const kind = kind_of(*metric);
  if (std::find(curves.begin(), curves.end(), metric->name) != curves.end()) {
    problems.add(node.at, fmt::format("curves: {} stands here twice. Remove one",
                                      in_quotes(metric->name)));
  } else if (curves.empty() && kind != MetricKind::time && kind != MetricKind::rate) {
    problems.add(node.at,
                 fmt::format("curves: the first leads, and {} is a {}, which makes no "
                             "speedup. Begin with a time or a rate, or give it 'unit: "
                             "s' or 'kind: rate'",
                             in_quotes(metric->name), to_string(kind)));
  }
  curves.push_back(metric->name);
}

/// What two keys say of each other.
void check_together(YamlNode const& root, Draft& draft) {
  auto const& readings = draft.study.readings;
  auto const* curves = find_entry(root, "curves");
  if (curves != nullptr && find_entry(root, "time") != nullptr)
    draft.problems.add(curves->at,
                       "curves: 'time' says already which metric leads. Remove 'time', "
                       "and name that metric first here");
  bool const is_witnessed = std::any_of(
      readings.metrics.begin(), readings.metrics.end(),
      [](Metric const& metric) { return metric.source == Metric::Source::witness; });
  if (is_witnessed && readings.proof == Proof::none)
    draft.problems.add(find_entry(root, "proof")->value.at,
                       "proof: a metric is of the witness, which is not loaded with "
                       "'none'. Remove one of them");
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

/// Each name that an expected value may hold, as the text of some number.
std::map<std::string, std::string> numbers_expected(Draft const& draft) {
  std::map<std::string, std::string> numbers;
  for (auto const& name : number_names(draft)) numbers[name] = "1";
  for (auto const& one : draft.study.derive) numbers[one.name] = "1";
  return numbers;
}

/// Braces around a name that there is not; around all else they stand for themselves.
void check_expected_names(YamlNode const& value, std::string const& text,
                          std::map<std::string, std::string> const& known,
                          Problems& problems) {
  std::vector<std::string> names;
  names.reserve(known.size());
  for (auto const& [name, number] : known) names.push_back(name);
  for (auto const& [name, offset] : placeholders_in(text).value)
    if (is_name(name) && std::isalpha(static_cast<unsigned char>(name.front())) != 0 &&
        !known.contains(name))
      problems.add(
          value.at,
          fmt::format("check.expected: {} is no number of a point. Take one of "
                      "{}, or a name of 'derive'",
                      in_quotes("{" + name + "}"), fmt::join(names, ", ")));
}

bool is_number(std::string const& text) {
  return parse_real(text).ok() || parse_integer(text).ok();  // 1_000_000 too
}

/// Whether a point may have so many samples: in weak scaling any multiple.
bool may_be_of_point(std::uint64_t samples, Study const& study) {
  auto const& kinds = study.scaling;
  return std::any_of(study.samples.begin(), study.samples.end(), [&](auto const& kind) {
    if (std::find(kinds.begin(), kinds.end(), kind.first) == kinds.end()) return false;
    return std::any_of(kind.second.begin(), kind.second.end(), [&](auto const& value) {
      auto const* count = std::get_if<std::uint64_t>(&value);
      if (count == nullptr || *count == 0) return true;  // auto, or told already
      return kind.first == Scaling::weak ? samples % *count == 0 : samples == *count;
    });
  });
}

void warn_of_no_point(std::uint64_t samples, Position at, Draft& draft) {
  if (draft.study.samples.empty() || draft.faulty.contains("samples") ||
      may_be_of_point(samples, draft.study))
    return;
  draft.problems.warn(at, fmt::format("check.expected: no point of the study has {} "
                                      "samples, so that this is held against nothing",
                                      samples));
}

/// Of all points, or `{1e6: 785398, 2e6: 1570796}` by their samples.
void read_expected(YamlNode const& node, AnswerCheck& check, Draft& draft) {
  auto& problems = draft.problems;
  constexpr auto wanted = "a value, or a mapping of samples to values";
  auto const add = [&](std::optional<std::uint64_t> samples, YamlNode const& value) {
    auto const text = read_text(value, "check.expected", wanted, problems);
    if (!text) return;
    auto const known = numbers_expected(draft);
    auto const before = problems.count();
    check_expected_names(value, *text, known, problems);
    if (problems.count() == before && check.within > 0 &&
        !is_number(fill_known(*text, known)))
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
      warn_of_no_point(samples.value, at, draft);
      add(samples.value, value);
    } else {
      problems.add(at,
                   fmt::format("check.expected: {} {}", in_quotes(key), samples.fault));
    }
  }
}

}  // namespace

std::vector<std::string> const& answer_check_keys() {
  static std::vector<std::string> const keys{"pattern",  "value",    "equal", "within",
                                             "expected", "estimate", "from",  "file"};
  return keys;
}

void read_time(Entry const& entry, Draft& draft) {
  auto const* metric = read_metric_name(entry.value, "time", draft);
  if (metric == nullptr) return;
  draft.study.readings.curves = {metric->name};
  if (kind_of(*metric) != MetricKind::time)
    draft.problems.add(entry.value.at,
                       fmt::format("time: the metric {0} has no unit of time. Give it "
                                   "'unit: s' (or ms, us, ns, min, h); where it is a "
                                   "rate, write 'curves: [{1}]' instead",
                                   in_quotes(metric->name), metric->name));
}

void read_curves(Entry const& entry, Draft& draft) {
  auto& readings = draft.study.readings;
  if (entry.value.kind == YamlNode::Kind::list && entry.value.items.empty())
    return report_empty(entry.value, "curves", draft.problems);
  readings.curves.clear();
  for (auto const& item : items_of(entry.value)) read_curve(item, draft);
  if (readings.curves.empty()) readings.curves = Readings().curves;
  add_wall(readings);
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
  check.from = read_text_source(node, "check", problems);
  for (auto const* key : {"from", "file"})
    if (auto const* alone = find_entry(node, key); alone != nullptr && !check.pattern)
      problems.add(alone->at, fmt::format("check.{}: of which line? Add 'pattern: "
                                          "\"...\"'",
                                          key));
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
    read_expected(expected->value, check, draft);
}

void read_proof(Entry const& entry, Draft& draft) {
  auto const word =
      read_choice(entry.value, "proof", {"witness", "none"}, draft.problems);
  draft.study.readings.proof = word == "none" ? Proof::none : Proof::witness;
}

void share_readings(YamlNode const& root, Draft& draft) {
  check_together(root, draft);
  for (auto& program : draft.study.programs)
    change_program(program, [&](Program& one) { one.readings = draft.study.readings; });
  if (!draft.study.programs.empty() || find_entry(root, "program") != nullptr) return;
  for (auto const* key : {"metrics", "time", "curves", "check", "proof"})
    if (auto const* entry = find_entry(root, key))
      draft.problems.add(entry->at, fmt::format("{}: kernels bring their own. Remove "
                                                "it, or give a 'program'",
                                                key));
}

}  // namespace assay
