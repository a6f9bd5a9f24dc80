// SPDX-License-Identifier: Apache-2.0
// A value or a list of values -> the values of an axis.
#include "axis_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "model/axes.hpp"
#include "scalars.hpp"
#include "text/utf8.hpp"

namespace assay {
namespace {

using Words = std::vector<std::string>;

std::string show(Position at) { return fmt::format("{}:{}", at.line, at.column); }

std::optional<AxisValue> read_count(YamlNode const& node, AxisDefinition const& axis,
                                    Problems& problems) {
  bool const may_be_auto = axis.kind == AxisKind::count_or_auto;
  if (may_be_auto && node.kind != YamlNode::Kind::scalar) {
    report_kind(node, std::string(axis.name),
                fmt::format("a whole number from 1 to {}, or auto", axis.maximum),
                problems);
    return std::nullopt;
  }
  if (may_be_auto && node.text == "auto") return node.text;
  return read_integer(node, std::string(axis.name), {1, axis.maximum}, problems);
}

/// The workers say which kernels there are.
std::nullopt_t refuse_without_workers(YamlNode const& node, std::string const& name,
                                      Problems& problems) {
  problems.add(node.at, name +
                            ": no kernel can be measured, since no worker is built "
                            "here. Build them with MPI and Kokkos: assay build");
  return std::nullopt;
}

}  // namespace

Axis const* find_axis(Draft const& draft, std::string const& name) {
  auto const& axes = draft.study.axes;
  auto const found = std::find_if(axes.begin(), axes.end(),
                                  [&](Axis const& axis) { return axis.name == name; });
  return found == axes.end() ? nullptr : &*found;
}

ReadValue value_reader(std::string const& name, Catalogue const& catalogue) {
  auto const& axis = *axis_definition(name);
  auto const known = axis.words == nullptr ? Words() : axis.words(catalogue);
  return [&axis, name, known](YamlNode const& node,
                              Problems& problems) -> std::optional<AxisValue> {
    switch (axis.kind) {
      case AxisKind::word:
        if (known.empty()) return refuse_without_workers(node, name, problems);
        return read_choice(node, name, known, problems);
      case AxisKind::seed:
        return read_seed(node, name, problems);
      default:
        return read_count(node, axis, problems);
    }
  };
}

std::vector<AxisValue> read_values(YamlNode const& node, std::string const& what,
                                   ReadValue const& read, Problems& problems) {
  std::vector<AxisValue> values;
  std::map<AxisValue, Position> places;
  auto const take = [&](YamlNode const& item) {
    auto value = read(item, problems);
    if (!value) return;
    auto const [first, is_new] = places.emplace(*value, item.at);
    if (is_new) return values.push_back(*std::move(value));
    problems.add(item.at,
                 fmt::format("{}: {} stands here twice, first at {} (each value is "
                             "measured once). Remove one",
                             what, printable(to_text(*value)), show(first->second)));
  };
  if (node.kind != YamlNode::Kind::list) {
    take(node);
  } else if (node.items.empty()) {
    problems.add(
        node.at,
        fmt::format(
            "{}: the list is empty (nothing would be measured). Give one value or more",
            what));
  }
  for (auto const& item : node.items) take(item);
  return values;
}

void read_axis(Entry const& entry, std::string const& name, ReadValue const& read,
               Draft& draft) {
  std::size_t const before = draft.problems.count();
  Axis axis{name, read_values(entry.value, name, read, draft.problems), entry.value.at};
  if (draft.problems.count() != before || axis.values.empty())
    draft.faulty.insert(name);
  draft.study.axes.push_back(std::move(axis));
}

}  // namespace assay
