// SPDX-License-Identifier: Apache-2.0
// Walks from our own control group up to the root: each level may be the tightest.
#include "cgroup.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <vector>

#include "cpu_list.hpp"
#include "first_line.hpp"

namespace assay {
namespace {

namespace fs = std::filesystem;

/// A line of /proc/self/cgroup, "4:cpu,cpuacct:/job/step"; cgroup v2 is "0::/job/step".
struct Membership {
  std::string controllers;
  fs::path group;  ///< relative to where the hierarchy is mounted
};

Membership parse_membership(std::string const& line) {
  auto const first = line.find(':');
  auto const second = line.find(':', first + 1);
  if (second == line.npos) return {};
  return {line.substr(first + 1, second - first - 1),
          fs::path(line.substr(second + 1)).relative_path()};
}

bool has(std::string const& controllers, std::string const& controller) {
  return ("," + controllers + ",").find("," + controller + ",") != std::string::npos;
}

void add_levels(std::vector<fs::path>& levels, fs::path const& mount, fs::path group) {
  for (; !group.empty(); group = group.parent_path()) levels.push_back(mount / group);
  levels.push_back(mount);
}

// Our own group and all above it. A container may show the path of its host: the levels
// that are not there are passed over by the readers.
std::vector<fs::path> levels_of(std::string const& controller, fs::path const& own,
                                fs::path const& root) {
  std::vector<fs::path> levels;
  std::ifstream in(own);
  for (std::string line; std::getline(in, line);) {
    auto const [controllers, group] = parse_membership(line);
    if (line.rfind("0::", 0) == 0) {
      add_levels(levels, root, group);
      add_levels(levels, root / "unified", group);
    } else if (has(controllers, controller)) {
      add_levels(levels, root / controller, group);
    }
  }
  if (levels.empty()) levels.push_back(root);
  return levels;
}

std::string quota_text(fs::path const& level) {
  auto version_2 = first_line_of(level / "cpu.max");
  if (!version_2.empty()) return version_2;
  return first_line_of(level / "cpu.cfs_quota_us") + " " +
         first_line_of(level / "cpu.cfs_period_us");
}

}  // namespace

std::optional<double> parse_cpu_max(std::string const& text) {
  std::istringstream in(text);
  double quota = 0;
  double period = 0;
  if (!(in >> quota >> period) || quota <= 0 || period <= 0) return std::nullopt;
  return quota / period;
}

std::optional<double> cpu_quota(fs::path const& own_cgroup, fs::path const& root) {
  std::optional<double> tightest;
  for (auto const& level : levels_of("cpu", own_cgroup, root)) {
    if (auto cpus = parse_cpu_max(quota_text(level))) {
      tightest = tightest ? std::min(*tightest, *cpus) : *cpus;
    }
  }
  return tightest;
}

std::set<int> offered_cpus(fs::path const& own_cgroup, fs::path const& root,
                           fs::path const& online) {
  for (auto const& level : levels_of("cpuset", own_cgroup, root)) {
    for (auto const* file :
         {"cpuset.cpus.effective", "cpuset.effective_cpus", "cpuset.cpus"}) {
      auto const cpus = parse_cpu_list(first_line_of(level / file));
      if (cpus && !cpus->empty()) return *cpus;
    }
  }
  return parse_cpu_list(first_line_of(online)).value_or(std::set<int>{});
}

}  // namespace assay
