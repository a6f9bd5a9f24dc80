// SPDX-License-Identifier: Apache-2.0
// Reads /proc (stat, loadavg, pressure) and /sys (what the clock of the CPUs does).
#include "activity.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <numeric>
#include <sstream>
#include <system_error>
#include <utility>

#include "first_line.hpp"

namespace assay {
namespace {

namespace fs = std::filesystem;

constexpr auto cpus_below = "sys/devices/system/cpu";

double tick_s() { return 1.0 / static_cast<double>(sysconf(_SC_CLK_TCK)); }

/// user nice system idle iowait irq softirq steal, in seconds; empty if it cannot be
/// read. Time of guests is part of user.
std::vector<double> cpu_times_s(fs::path const& file) {
  std::istringstream in(first_line_of(file));
  std::string name;
  in >> name;
  std::vector<double> times;
  for (double ticks = 0; in >> ticks;) times.push_back(ticks * tick_s());
  return name == "cpu" && times.size() >= 8 ? times : std::vector<double>{};
}

/// "some avg10=1.53 avg60=... avg300=... total=2125458667", in microseconds.
std::optional<double> stalled_s(fs::path const& file) {
  auto const line = first_line_of(file);
  auto const total = line.find("total=");
  if (line.rfind("some", 0) != 0 || total == std::string::npos) return std::nullopt;
  return 1e-6 * std::strtod(line.c_str() + total + 6, nullptr);
}

std::optional<double> number_in(fs::path const& file) {
  double number = 0;
  std::istringstream in(first_line_of(file));
  return in >> number ? std::optional(number) : std::nullopt;
}

/// Of each core and package that tells how often it slowed itself down.
std::vector<fs::path> throttle_counts(fs::path const& cpus) {
  std::vector<fs::path> files;
  std::error_code none;
  for (auto const& cpu : fs::directory_iterator(cpus, none)) {
    for (auto const* name : {"core_throttle_count", "package_throttle_count"}) {
      auto file = cpu.path() / "thermal_throttle" / name;
      if (fs::exists(file, none)) files.push_back(std::move(file));
    }
  }
  return files;
}

/// The rise of a counter beyond what its steps leave unknown, over that of a clock.
std::optional<double> rate(std::optional<double> before, std::optional<double> after,
                           double over_s, double unknown = 0) {
  if (!before || !after || over_s <= 0) return std::nullopt;
  return std::max(0.0, *after - *before - unknown) / over_s;
}

std::optional<double> rise(std::optional<double> before, std::optional<double> after) {
  return rate(before, after, 1);
}

constexpr std::array<std::pair<char const*, std::optional<double> Noise::*>, 6> members{
    {{"others_cpus", &Noise::others_cpus},
     {"steal_share", &Noise::steal_share},
     {"pressure_share", &Noise::pressure_share},
     {"others_pressure_share", &Noise::others_pressure_share},
     {"throttles", &Noise::throttles},
     {"clock_hz", &Noise::clock_hz}}};

double seconds(timeval const& time) {
  return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
}

}  // namespace

ActivityReader::ActivityReader(fs::path root)
    : root_(std::move(root)), throttle_counts_(throttle_counts(root_ / cpus_below)) {}

Activity ActivityReader::read() const {
  Activity now;
  now.at = std::chrono::steady_clock::now();
  auto const proc = root_ / "proc";
  now.load = number_in(proc / "loadavg");
  auto const times = cpu_times_s(proc / "stat");
  if (!times.empty()) {
    now.busy_s = times[0] + times[1] + times[2] + times[5] + times[6];
    now.steal_s = times[7];
    now.total_s = std::accumulate(times.begin(), times.begin() + 8, 0.0);
  }
  now.cpu_stalled_s = stalled_s(proc / "pressure" / "cpu");
  for (auto const& file : throttle_counts_)
    if (auto const count = number_in(file))
      now.throttles = now.throttles.value_or(0) + *count;
  now.governor = first_line_of(root_ / cpus_below / "cpu0/cpufreq/scaling_governor");
  return now;
}

std::optional<double> lowest_clock_hz(CpuSet const& cpus, fs::path const& root) {
  std::optional<double> lowest;
  for (int const cpu : cpus) {
    auto const name = "cpu" + std::to_string(cpu);
    auto const khz = number_in(root / cpus_below / name / "cpufreq/scaling_cur_freq");
    if (khz) lowest = std::min(lowest.value_or(1e3 * *khz), 1e3 * *khz);
  }
  return lowest;
}

Noise noise_between(Activity const& before, Activity const& after,
                    std::optional<double> own_cpu_s) {
  double const wall_s = std::chrono::duration<double>(after.at - before.at).count();
  Noise noise;
  noise.governor = after.governor;
  noise.steal_share =
      rate(before.steal_s, after.steal_s,
           after.total_s.value_or(0) - before.total_s.value_or(0), tick_s());
  noise.pressure_share = rate(before.cpu_stalled_s, after.cpu_stalled_s, wall_s);
  noise.throttles = rise(before.throttles, after.throttles);
  constexpr double counters = 5;  // of busy_s, each in ticks
  if (own_cpu_s)
    noise.others_cpus =
        rate(before.busy_s, after.busy_s, wall_s, *own_cpu_s + counters * tick_s());
  if (noise.others_cpus && noise.pressure_share)
    noise.others_pressure_share = std::min(*noise.others_cpus, *noise.pressure_share);
  return noise;
}

double process_cpu_s() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

Json noise_numbers(Noise const& noise) {
  auto json = Json::object();
  for (auto const& [name, member] : members)
    if (noise.*member) json[name] = *(noise.*member);
  return json;
}

Json noise_json(Noise const& noise) {
  auto json = noise_numbers(noise);
  json["node"] = noise.node;
  json["governor"] = noise.governor;
  return json;
}

Noise noise_from(Json const& json) {
  Noise noise;
  noise.node = json.value("node", "");
  noise.governor = json.value("governor", "");
  for (auto const& [name, member] : members)
    if (auto const found = json.find(name); found != json.end())
      noise.*member = found->get<double>();
  return noise;
}

}  // namespace assay
