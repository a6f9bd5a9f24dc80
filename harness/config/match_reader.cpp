// SPDX-License-Identifier: Apache-2.0
// `exclude:` and `only:` -> conditions on the axes.
#include "match_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "axis_reader.hpp"
#include "comparison.hpp"
#include "env_reader.hpp"
#include "launcher_reader.hpp"
#include "model/axes.hpp"
#include "parameters_reader.hpp"
#include "program_reader.hpp"
#include "scalars.hpp"
#include "study_axes.hpp"
#include "suggest.hpp"
#include "text/utf8.hpp"

namespace assay {
namespace {

ReadValue reader_of(std::string const& axis, Draft const& draft) {
  if (axis.starts_with("parameters."))
    return parameter_reader(axis.substr(std::string_view("parameters.").size()), draft);
  if (axis.starts_with("env."))
    return env_reader(axis.substr(std::string_view("env.").size()));
  if (axis == "kernel") return kernel_or_program_reader(draft);
  if (axis == "launcher") return launcher_name_reader(draft);
  return value_reader(axis, draft.catalogue);
}

bool has_text(std::vector<AxisValue> const& values) {
  return std::any_of(values.begin(), values.end(), [](AxisValue const& value) {
    return std::holds_alternative<std::string>(value) && !is_auto(value);
  });
}

bool has_real(std::vector<AxisValue> const& values) {
  return std::any_of(values.begin(), values.end(), [](AxisValue const& value) {
    return std::holds_alternative<double>(value);
  });
}

void read_comparison(YamlNode const& node, Match& match, Draft& draft) {
  auto const values = values_of(draft, match.axis);
  std::string fault;
  if (has_text(values)) {
    fault = "compares, but the values of this axis have no order. List the values";
  } else {
    auto const range =
        parse_comparison(node.text, has_real(values) ? Numbers::real : Numbers::whole);
    match.minimum = range.value.minimum;
    match.maximum = range.value.maximum;
    fault = range.fault;
  }
  if (fault.empty()) return;
  draft.problems.add(node.at,
                     fmt::format("{}: {} {}", match.axis, in_quotes(node.text), fault));
}

Match read_match(Entry const& entry, Draft& draft) {
  Match match;
  match.axis = entry.key;
  YamlNode const& value = entry.value;
  bool const compares = value.kind == YamlNode::Kind::scalar &&
                        is_comparison(value.text) && !entry.key.starts_with("env.");
  if (compares)
    read_comparison(value, match, draft);
  else
    match.any_of =
        read_values(value, entry.key, reader_of(entry.key, draft), draft.problems);
  return match;
}

MatchAll read_match_all(YamlNode const& node, std::string const& what, Draft& draft) {
  MatchAll all;
  if (node.kind != YamlNode::Kind::map) {
    report_kind(node, what,
                "a mapping of axes to values, like {ranks: 8, threads: \">=4\"}",
                draft.problems);
    return all;
  }
  if (node.entries.empty())
    draft.problems.add(
        node.at,
        fmt::format("{}: an empty mapping would match every point. Name an axis",
                    what));
  for (auto const& entry : node.entries)
    if (check_axis_name(entry.key, entry.at, what, draft) &&
        !draft.faulty.contains(entry.key))
      all.push_back(read_match(entry, draft));
  return all;
}

}  // namespace

std::vector<MatchAll> read_matches(Entry const& entry, Draft& draft) {
  std::vector<MatchAll> matches;
  if (entry.value.kind != YamlNode::Kind::list) {
    report_kind(entry.value, entry.key,
                "a list of mappings, like [{ranks: 8, threads: 4}]", draft.problems);
    return matches;
  }
  report_empty(entry.value, entry.key, draft.problems);
  std::transform(
      entry.value.items.begin(), entry.value.items.end(), std::back_inserter(matches),
      [&](YamlNode const& item) { return read_match_all(item, entry.key, draft); });
  return matches;
}

}  // namespace assay
