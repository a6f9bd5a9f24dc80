// SPDX-License-Identifier: Apache-2.0
// `launches:` and `limits:` -> when to stop.
#include "rules_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "fields.hpp"
#include "quantity.hpp"
#include "scalars.hpp"
#include "text/utf8.hpp"

namespace assay {
namespace {

constexpr Bounds launch_bounds{1, 10'000};
constexpr double most_core_hours = 1e12;

/// Of fewer launches even the whole range misses the median in more than 5 % of cases:
/// all are on one side of it with a chance of 2 / 2^n.
constexpr int fewest_with_interval = 6;

Parsed<double> parse_core_hours(std::string_view text) {
  auto number = parse_real(text);
  if (number.ok() && (number.value <= 0 || number.value > most_core_hours))
    number.fault = "is out of range. Give more than 0 and at most 1e12";
  return number;
}

constexpr Quantity duration{parse_duration, "a duration like 60s, 5min, 2h"};
constexpr Quantity percentage{parse_percentage, "a percentage like 2%"};
constexpr Quantity core_hours{parse_core_hours, "a number of core-hours"};

std::optional<double> read_duration(Entry const& entry, Problems& problems) {
  return read_quantity(entry.value, "limits." + entry.key, duration, problems);
}

struct LaunchesDraft {
  std::optional<int> minimum, maximum;
  std::optional<double> until;
  std::optional<Disturbed> disturbed;
};

std::optional<int> read_number(Entry const& entry, std::string const& what,
                               Problems& problems) {
  auto const number = read_integer(entry.value, what, launch_bounds, problems);
  return number ? std::optional(static_cast<int>(*number)) : std::nullopt;
}

constexpr std::array launches_fields{
    Field<LaunchesDraft>{
        "min", Presence::optional,
        [](Entry const& entry, LaunchesDraft& rule, Problems& problems) {
          rule.minimum = read_number(entry, "launches.min", problems);
        }},
    Field<LaunchesDraft>{
        "max", Presence::optional,
        [](Entry const& entry, LaunchesDraft& rule, Problems& problems) {
          rule.maximum = read_number(entry, "launches.max", problems);
        }},
    Field<LaunchesDraft>{
        "until", Presence::optional,
        [](Entry const& entry, LaunchesDraft& rule, Problems& problems) {
          rule.until =
              read_quantity(entry.value, "launches.until", percentage, problems);
        }},
    Field<LaunchesDraft>{
        "disturbed", Presence::optional,
        [](Entry const& entry, LaunchesDraft& rule, Problems& problems) {
          auto const word =
              read_plain(entry.value, "launches.disturbed", "repeat or keep", problems);
          if (!word) return;
          rule.disturbed = disturbed_from(*word);
          if (!rule.disturbed)
            problems.add(
                entry.value.at,
                fmt::format("launches.disturbed: {} is not known. Write repeat "
                            "or keep",
                            in_quotes(*word)));
        }},
};

constexpr std::array limits_fields{
    Field<Limits>{"timeout", Presence::optional,
                  [](Entry const& entry, Limits& limits, Problems& problems) {
                    limits.timeout_s = read_duration(entry, problems).value_or(0);
                  }},
    Field<Limits>{"wall", Presence::optional,
                  [](Entry const& entry, Limits& limits, Problems& problems) {
                    limits.wall_s = read_duration(entry, problems);
                  }},
    Field<Limits>{"core_hours", Presence::optional,
                  [](Entry const& entry, Limits& limits, Problems& problems) {
                    limits.core_hours = read_quantity(entry.value, "limits.core_hours",
                                                      core_hours, problems);
                  }},
};

LaunchRule completed(LaunchesDraft const& draft) {
  LaunchRule rule;
  rule.until = draft.until.value_or(rule.until);
  rule.minimum = draft.minimum.value_or(
      std::min(rule.minimum, draft.maximum.value_or(rule.minimum)));
  rule.maximum = draft.maximum.value_or(std::max(rule.maximum, rule.minimum));
  rule.disturbed = draft.disturbed;
  return rule;
}

}  // namespace

void read_launches(Entry const& entry, Draft& draft) {
  if (entry.value.kind == YamlNode::Kind::scalar) {
    if (auto const number = read_number(entry, "launches", draft.problems))
      draft.study.launches = {*number, *number, draft.study.launches.until};
    return;
  }
  if (entry.value.kind != YamlNode::Kind::map)
    return report_kind(entry.value, "launches",
                       "a number, or {min: 10, max: 50, until: 2%}", draft.problems);
  LaunchesDraft rule;
  auto const known = launches_keys();
  check_keys(entry.value, "launches.", known, draft.problems);
  read_fields(entry.value, launches_fields, known, rule, draft.problems);
  draft.study.launches = completed(rule);
  if (draft.study.launches.minimum > draft.study.launches.maximum)
    draft.problems.add(
        find_entry(entry.value, "min")->value.at,
        fmt::format("launches: min {} is above max {}. Swap them",
                    draft.study.launches.minimum, draft.study.launches.maximum));
  if (rule.until && draft.study.launches.maximum < fewest_with_interval)
    draft.problems.add(
        find_entry(entry.value, "until")->value.at,
        fmt::format("launches.until: {} launches at most never get there (a median has "
                    "an interval of 95 % from {} on). Raise max, or remove until",
                    draft.study.launches.maximum, fewest_with_interval));
}

void read_limits(Entry const& entry, Draft& draft) {
  if (entry.value.kind != YamlNode::Kind::map)
    return report_kind(entry.value, "limits", "a mapping of timeout, wall, core_hours",
                       draft.problems);
  auto const known = limits_keys();
  check_keys(entry.value, "limits.", known, draft.problems);
  read_fields(entry.value, limits_fields, known, draft.study.limits, draft.problems);
}

std::vector<std::string> launches_keys() { return keys_of(launches_fields); }

std::vector<std::string> limits_keys() { return keys_of(limits_fields); }

}  // namespace assay
