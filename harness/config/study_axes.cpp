// SPDX-License-Identifier: Apache-2.0
// The axes of a study that is being read: completed, ordered, and found by name.
#include "study_axes.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "model/axes.hpp"
#include "suggest.hpp"
#include "text/utf8.hpp"

namespace assay {
namespace {

std::size_t rank_of(std::string const& axis) {
  auto const axes = swept_axes();
  auto const found =
      std::find_if(axes.begin(), axes.end(),
                   [&](AxisDefinition const& one) { return one.name == axis; });
  auto const index = static_cast<std::size_t>(found - axes.begin());
  return axis.starts_with("env.") ? index + 1 : index;
}

/// What a name that is no axis was probably meant to be.
std::string axis_hint(std::string const& axis, Draft const& draft) {
  for (auto const* kind : {"parameters.", "env."})
    if (find_axis(draft, kind + axis) != nullptr)
      return fmt::format(" Did you mean '{}{}'?", kind, axis);
  std::vector<std::string> known{"samples"};
  for (auto const& one : draft.study.axes) known.push_back(one.name);
  return did_you_mean(axis, known);
}

}  // namespace

void complete_axes(Draft& draft) {
  auto& axes = draft.study.axes;
  for (auto const& axis : swept_axes()) {
    std::string const name(axis.name);
    if (find_axis(draft, name) == nullptr && axis.fallback)
      axes.push_back({name, {*axis.fallback}, {}});
  }
  std::stable_sort(axes.begin(), axes.end(), [](Axis const& a, Axis const& b) {
    return rank_of(a.name) < rank_of(b.name);
  });
}

std::vector<AxisValue> values_of(Draft const& draft, std::string const& axis) {
  if (axis != "samples") {
    Axis const* const found = find_axis(draft, axis);
    return found == nullptr ? std::vector<AxisValue>{} : found->values;
  }
  std::vector<AxisValue> all;
  for (auto const& [scaling, values] : draft.study.samples)
    all.insert(all.end(), values.begin(), values.end());
  return all;
}

bool check_axis_name(std::string const& axis, Position at, std::string const& what,
                     Draft& draft) {
  if (axis == "samples" || find_axis(draft, axis) != nullptr ||
      draft.faulty.contains(axis))
    return true;
  draft.problems.add(at, fmt::format("{}: {} is no axis of this study.{}", what,
                                     in_quotes(axis), axis_hint(axis, draft)));
  return false;
}

}  // namespace assay
