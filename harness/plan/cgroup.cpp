// SPDX-License-Identifier: Apache-2.0
// Walks from our own control group up to the root: each level may be the tightest.
#include "cgroup.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>

namespace assay {
namespace {

std::string first_line(std::filesystem::path const& file) {
  std::ifstream in(file);
  std::string line;
  std::getline(in, line);
  return line;
}

// cgroup v2 is the one line "0::/path"; v1 controllers have other numbers.
std::filesystem::path own_group(std::filesystem::path const& file) {
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    if (line.rfind("0::/", 0) == 0) return line.substr(4);
  }
  return {};
}

}  // namespace

std::optional<double> parse_cpu_max(std::string const& text) {
  std::istringstream in(text);
  double quota = 0;
  double period = 0;
  if (!(in >> quota >> period) || quota <= 0 || period <= 0) return std::nullopt;
  return quota / period;
}

std::optional<double> cpu_quota(std::filesystem::path const& own_cgroup,
                                std::filesystem::path const& root) {
  std::optional<double> tightest;
  auto relative = own_group(own_cgroup);
  while (true) {
    if (auto cpus = parse_cpu_max(first_line(root / relative / "cpu.max"))) {
      tightest = tightest ? std::min(*tightest, *cpus) : *cpus;
    }
    if (relative.empty()) return tightest;
    relative = relative.parent_path();
  }
}

}  // namespace assay
