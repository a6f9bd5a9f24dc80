// SPDX-License-Identifier: Apache-2.0
// Reads /proc: stat, loadavg, pressure.
#include "activity.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <numeric>
#include <sstream>
#include <vector>

#include "common/first_line.hpp"

namespace assay {
namespace {

namespace fs = std::filesystem;

/// user nice system idle iowait irq softirq steal, in seconds; empty if it cannot be
/// read. Time of guests is part of user.
std::vector<double> cpu_times_s(fs::path const& file) {
  std::istringstream in(first_line_of(file));
  std::string name;
  in >> name;
  std::vector<double> times;
  auto const ticks_per_s = static_cast<double>(sysconf(_SC_CLK_TCK));
  for (double ticks = 0; in >> ticks;) times.push_back(ticks / ticks_per_s);
  return name == "cpu" && times.size() >= 8 ? times : std::vector<double>{};
}

/// "some avg10=1.53 avg60=... avg300=... total=2125458667", in microseconds.
std::optional<double> stalled_s(fs::path const& file) {
  auto const line = first_line_of(file);
  auto const total = line.find("total=");
  if (line.rfind("some", 0) != 0 || total == std::string::npos) return std::nullopt;
  return 1e-6 * std::strtod(line.c_str() + total + 6, nullptr);
}

/// The rise of a counter over that of a clock; a counter never falls, but for rounding.
std::optional<double> rate(std::optional<double> before, std::optional<double> after,
                           double over_s) {
  if (!before || !after || over_s <= 0) return std::nullopt;
  return std::max(0.0, *after - *before) / over_s;
}

void add(std::string& text, std::string const& part) {
  text += (text.empty() ? "" : ", ") + part;
}

}  // namespace

Activity read_activity(fs::path const& proc) {
  Activity now;
  now.at = std::chrono::steady_clock::now();
  if (double load = 0; std::istringstream(first_line_of(proc / "loadavg")) >> load) {
    now.load = load;
  }
  auto const times = cpu_times_s(proc / "stat");
  if (!times.empty()) {
    now.busy_s = times[0] + times[1] + times[2] + times[5] + times[6];
    now.steal_s = times[7];
    now.total_s = std::accumulate(times.begin(), times.begin() + 8, 0.0);
  }
  now.cpu_stalled_s = stalled_s(proc / "pressure" / "cpu");
  return now;
}

Noise noise_between(Activity const& before, Activity const& after,
                    std::optional<double> own_cpu_s) {
  double const wall_s = std::chrono::duration<double>(after.at - before.at).count();
  Noise noise;
  noise.steal_share = rate(before.steal_s, after.steal_s,
                           after.total_s.value_or(0) - before.total_s.value_or(0));
  noise.pressure_share = rate(before.cpu_stalled_s, after.cpu_stalled_s, wall_s);
  auto const all_cpus = rate(before.busy_s, after.busy_s, wall_s);
  if (all_cpus && own_cpu_s)
    noise.others_cpus = std::max(0.0, *all_cpus - *own_cpu_s / wall_s);
  return noise;
}

std::string describe_noise(Noise const& noise) {
  std::string text;
  if (noise.others_cpus > most_others_cpus) {
    add(text, fmt::format("other processes used {:.2f} CPUs", *noise.others_cpus));
  }
  if (noise.steal_share > most_steal_share) {
    add(text, fmt::format("the hypervisor took {:.1f} % of the CPUs",
                          100 * *noise.steal_share));
  }
  if (noise.pressure_share > most_pressure_share) {
    add(text, fmt::format("processes waited for a CPU {:.0f} % of the time",
                          100 * *noise.pressure_share));
  }
  return text;
}

std::string describe_load(Activity const& now, int cpus) {
  if (!now.load || *now.load <= most_load_per_cpu * cpus) return {};
  return fmt::format("load {:.1f} on {} CPUs", *now.load, cpus);
}

}  // namespace assay
