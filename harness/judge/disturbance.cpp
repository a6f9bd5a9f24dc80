// SPDX-License-Identifier: Apache-2.0
// Noise against limits, and limits from noise.
#include "disturbance.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace assay {
namespace {

using Member = std::optional<double> Noise::*;
using LimitOf = double NoiseLimits::*;

struct Judged {
  Member seen;
  LimitOf limit;
};

constexpr Judged judged[] = {
    {&Noise::others_cpus, &NoiseLimits::others_cpus},
    {&Noise::steal_share, &NoiseLimits::steal_share},
    {&Noise::others_pressure_share, &NoiseLimits::others_pressure_share}};

constexpr double usual_clock_share = 0.97;

std::vector<double> known(std::vector<Noise> const& windows, Member member) {
  std::vector<double> values;
  for (auto const& noise : windows)
    if (noise.*member) values.push_back(*(noise.*member));
  std::sort(values.begin(), values.end());
  return values;
}

std::string common_governor(std::vector<Noise> const& windows) {
  auto const& first = windows.front().governor;
  bool const same = std::all_of(windows.begin(), windows.end(), [&](auto const& noise) {
    return noise.governor == first;
  });
  return same ? first : std::string();
}

void add(std::string& text, std::string const& part) {
  text += (text.empty() ? "" : ", ") + part;
}

void describe_clock(std::string& text, Noise const& noise, NoiseLimits const& limits) {
  if (noise.throttles > 0.0)
    add(text, fmt::format("cores slowed down for heat or power {:g} times",
                          *noise.throttles));
  if (limits.least_clock_hz && noise.clock_hz &&
      *noise.clock_hz < *limits.least_clock_hz)
    add(text,
        fmt::format("a clock of {:.2f} GHz, usually {:.2f}", 1e-9 * *noise.clock_hz,
                    1e-9 * *limits.least_clock_hz / usual_clock_share));
  bool const known = !limits.governor.empty() && !noise.governor.empty();
  if (known && noise.governor != limits.governor)
    add(text, fmt::format("the frequency governor was {}, usually {}", noise.governor,
                          limits.governor));
}

}  // namespace

NoiseLimits measured_limits(std::vector<Noise> const& windows,
                            std::string const& measured_utc) {
  NoiseLimits limits;
  if (windows.size() < fewest_windows) return limits;
  for (auto const& [seen, limit] : judged) {
    auto const values = known(windows, seen);
    if (values.size() < fewest_windows) continue;
    limits.*limit = std::clamp(3 * values[values.size() / 2], limits.*limit,
                               largest_limits().*limit);
  }
  auto const clocks = known(windows, &Noise::clock_hz);
  if (clocks.size() >= fewest_windows)
    limits.least_clock_hz = usual_clock_share * clocks.front();
  limits.governor = common_governor(windows);
  limits.measured_utc = measured_utc;
  return limits;
}

std::string describe_noise(Noise const& noise, NoiseLimits const& limits) {
  std::string text;
  if (noise.others_cpus > limits.others_cpus)
    add(text, fmt::format("other processes used {:.2f} CPUs", *noise.others_cpus));
  if (noise.steal_share > limits.steal_share)
    add(text, fmt::format("the hypervisor took {:.1f} % of the CPUs",
                          100 * *noise.steal_share));
  if (noise.others_pressure_share > limits.others_pressure_share)
    add(text, fmt::format("processes waited {:.0f} % of the time while others ran",
                          100 * *noise.others_pressure_share));
  describe_clock(text, noise, limits);
  return text;
}

std::string describe_load(Activity const& now, int cpus) {
  if (!now.load || *now.load <= most_load_per_cpu * cpus) return {};
  return fmt::format("load {:.1f} on {} CPUs", *now.load, cpus);
}

Noise worst_of(std::vector<Noise> const& nodes) {
  Noise worst;
  for (auto const& noise : nodes) {
    for (auto const member :
         {&Noise::others_cpus, &Noise::steal_share, &Noise::pressure_share,
          &Noise::others_pressure_share, &Noise::throttles})
      worst.*member = std::max(worst.*member, noise.*member);
    if (!worst.clock_hz || (noise.clock_hz && noise.clock_hz < worst.clock_hz))
      worst.clock_hz = noise.clock_hz;
  }
  return worst;
}

NoiseLimits limits_of(LimitsByNode const& measured, std::string const& node) {
  auto const found = measured.find(node);
  return found == measured.end() ? NoiseLimits{} : found->second;
}

std::optional<Verdict> check_noise(std::vector<Noise> const& nodes,
                                   LimitsByNode const& measured) {
  Verdict verdict{VerdictClass::disturbed, ""};
  std::set<std::string> all;
  for (auto const& noise : nodes) {
    all.insert(noise.node);
    auto const what = describe_noise(noise, limits_of(measured, noise.node));
    if (what.empty()) continue;
    if (verdict.nodes.empty())
      verdict.detail = noise.node.empty() ? what : noise.node + ": " + what;
    verdict.nodes.insert(noise.node);
  }
  if (verdict.nodes.empty()) return std::nullopt;
  if (auto const others = verdict.nodes.size() - 1; others > 0)
    verdict.detail += fmt::format("; so were {} other nodes", others);
  if (verdict.nodes == all) verdict.nodes.clear();
  return verdict;
}

bool may_try_again(int attempts, int disturbed, int good) {
  constexpr int in_any_case = 2;
  return attempts < most_disturbed_attempts && disturbed <= good + in_any_case;
}

}  // namespace assay
