// SPDX-License-Identifier: Apache-2.0
// The same interval as in the analysis; here it only decides whether to go on.
#include "stop_rule.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "common/launch_value.hpp"
#include "shift.hpp"

namespace assay {
namespace {

constexpr std::array<std::pair<StopReason, char const*>, 5> reasons{{
    {StopReason::ci, "ci"},
    {StopReason::max, "max"},
    {StopReason::budget, "budget"},
    {StopReason::failed, "failed"},
    {StopReason::disturbed, "disturbed"},
}};

/// Logarithms of the base's time over the point's, where both were launched in a block,
/// of the launches of a look.
std::vector<double> ratios(Launched::Beside const& base_s,
                           std::vector<double> const& times_s, std::size_t launches) {
  std::vector<double> found;
  for (std::size_t i = 0; i < launches; ++i)
    if (base_s[i]) found.push_back(std::log(*base_s[i] / times_s[i]));
  return found;
}

/// Of the ratio itself.
double relative_half_width(Shift const& shift) {
  return std::max(std::expm1(shift.high - shift.centre),
                  -std::expm1(shift.low - shift.centre));
}

}  // namespace

double MedianInterval::relative_half_width() const {
  return std::max(high - median, median - low) / median;
}

std::string to_string(StopReason reason) {
  for (auto const& [value, name] : reasons) {
    if (value == reason) return name;
  }
  return "";
}

std::optional<StopReason> stop_reason_from(std::string const& text) {
  for (auto const& [value, name] : reasons) {
    if (text == name) return value;
  }
  return std::nullopt;
}

StopRule::StopRule(LaunchRule const& rule) : rule_(rule), looks_(looks_of(rule)) {}

std::optional<MedianInterval> StopRule::interval(std::vector<double> values) const {
  auto const* const last = looks_.last(values.size());
  auto const look = last != nullptr ? *last : look_at(values.size(), looks_.tail);
  if (look.low == 0) return std::nullopt;
  values.resize(static_cast<std::size_t>(look.launches));
  std::sort(values.begin(), values.end());
  return MedianInterval{median(values), values[look.low - 1], values[look.high - 1]};
}

bool StopRule::is_narrow(Launched const& point, Look const& look) const {
  auto const launches = static_cast<std::size_t>(look.launches);
  auto values = point.times_s;
  values.resize(launches);
  auto const time = interval(std::move(values));
  bool const is_known = time && time->relative_half_width() <= rule_.until;
  if (!is_known && (!point.is_compared || point.bases_s.empty())) return false;
  return std::all_of(
      point.bases_s.begin(), point.bases_s.end(), [&](auto const& base_s) {
        auto logarithms = ratios(base_s, point.times_s, launches);
        if (2 * logarithms.size() < launches) return true;  // no launch will change it
        auto const shift = shift_interval(std::move(logarithms), looks_.tail);
        return shift && relative_half_width(*shift) <= rule_.until;
      });
}

std::optional<StopReason> StopRule::reason(Launched const& point) const {
  auto const* const look = looks_.last(point.times_s.size());
  if (look != nullptr && is_narrow(point, *look)) return StopReason::ci;
  if (point.times_s.size() >= static_cast<std::size_t>(rule_.maximum))
    return StopReason::max;
  return std::nullopt;
}

}  // namespace assay
