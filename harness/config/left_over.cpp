// SPDX-License-Identifier: Apache-2.0
#include "left_over.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "study_axes.hpp"

namespace assay {
namespace {

/// The numbers on an axis; `auto` is none.
std::vector<std::uint64_t> counts_in(std::vector<AxisValue> const& values) {
  std::vector<std::uint64_t> counts;
  for (auto const& value : values)
    if (auto const* count = std::get_if<std::uint64_t>(&value))
      counts.push_back(*count);
  return counts;
}

struct LeftOver {
  std::uint64_t samples = 0, ranks = 0;
};

std::optional<LeftOver> first_left_over(Draft const& draft) {
  auto const& samples_of = draft.study.samples;
  auto const strong = samples_of.find(Scaling::strong);
  if (strong == samples_of.end()) return std::nullopt;
  for (auto const samples : counts_in(strong->second))
    for (auto const ranks : counts_in(values_of(draft, "ranks")))
      if (ranks > 0 && samples % ranks != 0) return LeftOver{samples, ranks};
  return std::nullopt;
}

bool is_strong(Study const& study) {
  return std::find(study.scaling.begin(), study.scaling.end(), Scaling::strong) !=
         study.scaling.end();
}

}  // namespace

void warn_of_left_over(YamlNode const& root, Draft& draft) {
  auto const& study = draft.study;
  auto const& check = study.readings.check;
  auto const* samples = find_entry(root, "samples");
  if (samples == nullptr || study.programs.empty() || !is_strong(study) ||
      check.value || check.estimate)
    return;
  auto const found = first_left_over(draft);
  if (!found) return;
  draft.problems.warn(
      samples->value.at,
      fmt::format("samples: {} ranks do not divide {}: a program that gives each rank "
                  "{} of them leaves out {}. Let it print how many it did, and check "
                  "that: check: {{value: NAME, equal: true, expected: '{{samples}}'}}",
                  found->ranks, found->samples, found->samples / found->ranks,
                  found->samples % found->ranks));
}

}  // namespace assay
