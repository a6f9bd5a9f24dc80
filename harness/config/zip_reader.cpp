// SPDX-License-Identifier: Apache-2.0
// `zip:` -> groups of axes that are swept together.
#include "zip_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "scalars.hpp"
#include "study_axes.hpp"
#include "text/utf8.hpp"

namespace assay {
namespace {

constexpr auto zip_wanted = "a list of lists of axes, like [[nodes, ranks]]";

bool is_taken(std::string const& axis, std::vector<std::string> const& group,
              Draft const& draft) {
  auto const holds = [&](auto const& names) {
    return std::find(names.begin(), names.end(), axis) != names.end();
  };
  return holds(group) ||
         std::any_of(draft.study.zip.begin(), draft.study.zip.end(), holds);
}

/// How many values an axis has; `samples` may have one number per scaling.
std::set<std::size_t> lengths_of(std::string const& axis, Draft const& draft) {
  if (axis != "samples") return {values_of(draft, axis).size()};
  std::set<std::size_t> lengths;
  for (auto const& [scaling, values] : draft.study.samples)
    lengths.insert(values.size());
  return lengths;
}

void check_lengths(YamlNode const& node, std::vector<std::string> const& group,
                   Draft& draft) {
  std::set<std::size_t> all;
  std::string shown;
  for (auto const& axis : group) {
    if (draft.faulty.contains(axis)) return;
    for (std::size_t const length : lengths_of(axis, draft)) {
      all.insert(length);
      shown += fmt::format("{}{} has {}", shown.empty() ? "" : ", ", axis, length);
    }
  }
  if (all.size() == 1) return;
  draft.problems.add(
      node.at,
      fmt::format(
          "zip: axes swept together need equally many values, but {}. Make them equal",
          shown));
}

void read_group(YamlNode const& node, Draft& draft) {
  if (node.kind != YamlNode::Kind::list)
    return report_kind(node, "zip", zip_wanted, draft.problems);
  std::size_t const before = draft.problems.count();
  std::vector<std::string> group;
  for (auto const& item : node.items) {
    auto const axis = read_text(item, "zip", "the name of an axis", draft.problems);
    if (!axis || !check_axis_name(*axis, item.at, "zip", draft)) continue;
    if (is_taken(*axis, group, draft))
      draft.problems.add(item.at,
                         fmt::format("zip: {} is zipped twice. Name each axis once",
                                     in_quotes(*axis)));
    group.push_back(*axis);
  }
  if (draft.problems.count() != before) return;
  if (group.size() < 2)
    draft.problems.add(node.at,
                       "zip: fewer than two axes. Give two or more, or remove it");
  check_lengths(node, group, draft);
  draft.study.zip.push_back(std::move(group));
}

}  // namespace

void read_zip(Entry const& entry, Draft& draft) {
  if (entry.value.kind != YamlNode::Kind::list)
    return report_kind(entry.value, "zip", zip_wanted, draft.problems);
  report_empty(entry.value, "zip", draft.problems);
  for (auto const& group : entry.value.items) read_group(group, draft);
}

}  // namespace assay
