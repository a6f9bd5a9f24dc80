// SPDX-License-Identifier: Apache-2.0
#include "derive_reader.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "model/axes.hpp"
#include "program_reader.hpp"
#include "quantity.hpp"
#include "scalars.hpp"
#include "text/names.hpp"
#include "text/utf8.hpp"

namespace assay {
namespace {

using Names = std::vector<std::string>;

constexpr auto derivation_wanted =
    "arithmetic like 2 * factor3(ranks)[0], or a table like {by: ranks, 1: \"1,1\", "
    "default: \"2,1\"}";
constexpr auto value_wanted = "a number or a text";

bool holds(Names const& names, std::string const& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// Numbers of a point, parameters, and what was derived so far.
Names numbers_known(Draft const& draft) {
  auto names = number_names(draft);
  for (auto const& axis : draft.study.axes)
    if (axis.name.starts_with("parameters.")) names.push_back(axis.name);
  for (auto const& one : draft.study.derive) names.push_back(one.name);
  return names;
}

void check_known(std::string const& name, Position at, std::string const& what,
                 Names const& known, Draft& draft) {
  if (holds(known, name) || draft.faulty.contains(name)) return;
  draft.problems.add(at, fmt::format("{}: {} is not known.{}", what, in_quotes(name),
                                     unknown_placeholder_hint(name, known)));
}

/// The place in the file of a character of a scalar on one line.
Position inside(YamlNode const& scalar, std::size_t offset) {
  auto at = scalar.at;
  at.column += offset + (scalar.quoted ? 1 : 0);
  return at;
}

Expression read_expression(YamlNode const& node, std::string const& what,
                           Draft& draft) {
  auto parsed = parse_expression(node.text);
  if (!parsed.ok()) {
    draft.problems.add(
        inside(node, parsed.offset),
        fmt::format("{}: {}: {}", what, in_quotes(node.text), parsed.fault));
    return {};
  }
  auto const known = numbers_known(draft);
  for (auto const& step : parsed.value)
    if (step.operation == Operation::name)
      check_known(step.name, inside(node, step.offset), what, known, draft);
  return std::move(parsed.value);
}

/// As points show it: 1e3 is 1000.
std::string key_of(std::string const& text) {
  auto const number = parse_integer(text);
  return number.ok() ? std::to_string(number.value) : text;
}

void read_row(Entry const& entry, std::string const& what, DerivedTable& table,
              Draft& draft) {
  if (entry.key == "by") return;
  auto value =
      read_text(entry.value, what + "." + entry.key, value_wanted, draft.problems);
  if (!value) return;
  if (entry.key == "default") {
    table.otherwise = *std::move(value);
  } else if (!table.values.emplace(key_of(entry.key), *std::move(value)).second) {
    draft.problems.add(entry.at, fmt::format("{}: {} stands here twice. Remove one",
                                             what, key_of(entry.key)));
  }
}

DerivedTable read_table(YamlNode const& node, std::string const& what, Draft& draft) {
  DerivedTable table;
  if (auto const* by = find_entry(node, "by")) {
    table.by = read_text(by->value, what + ".by", "the name of an axis", draft.problems)
                   .value_or("");
    auto known = numbers_known(draft);
    for (auto const& axis : draft.study.axes) known.push_back(axis.name);
    for (auto const& axis : swept_axes()) known.emplace_back(axis.name);
    if (!table.by.empty())
      check_known(table.by, by->value.at, what + ".by", known, draft);
  } else {
    draft.problems.add(node.at, fmt::format("{}: by what? Add 'by: ranks'", what));
  }
  for (auto const& entry : node.entries) read_row(entry, what, table, draft);
  return table;
}

void check_name(Entry const& entry, Draft& draft) {
  auto const& name = entry.key;
  if (!is_variable_name(name))
    return draft.problems.add(
        entry.at, fmt::format("derive: {} cannot name a value. Use letters, digits and "
                              "_, no digit first",
                              in_quotes(name)));
  if (is_function(name) || holds(placeholders_of_programs(), name))
    draft.problems.add(entry.at, fmt::format("derive: {} has a meaning already. Choose "
                                             "another name",
                                             in_quotes(name)));
}

void read_derivation(Entry const& entry, Draft& draft) {
  auto const before = draft.problems.count();
  auto const what = "derive." + entry.key;
  auto const& node = entry.value;
  check_name(entry, draft);
  Derivation derivation{entry.key, entry.at, {}};
  if (node.kind == YamlNode::Kind::map)
    derivation.from = read_table(node, what, draft);
  else if (node.kind == YamlNode::Kind::scalar)
    derivation.from = read_expression(node, what, draft);
  else
    report_kind(node, what, derivation_wanted, draft.problems);
  if (draft.problems.count() != before) draft.faulty.insert(entry.key);
  draft.study.derive.push_back(std::move(derivation));
}

}  // namespace

void read_derive(Entry const& entry, Draft& draft) {
  if (entry.value.kind != YamlNode::Kind::map)
    return report_kind(entry.value, "derive", "a mapping of names to values",
                       draft.problems);
  for (auto const& one : entry.value.entries) read_derivation(one, draft);
}

}  // namespace assay
