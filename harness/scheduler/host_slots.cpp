// SPDX-License-Identifier: Apache-2.0
#include "host_slots.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>

namespace assay {
namespace {

constexpr int most_slots = 1'000'000;

void add_slots(std::vector<HostSlots>& hosts, std::string const& host, int slots) {
  auto const known = std::find_if(hosts.begin(), hosts.end(),
                                  [&](auto const& one) { return one.host == host; });
  if (known == hosts.end())
    hosts.push_back({host, slots});
  else
    known->slots = std::min(most_slots, known->slots + slots);
}

}  // namespace

std::optional<std::vector<HostSlots>> parse_hostfile(std::string const& text) {
  std::vector<HostSlots> hosts;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    HostSlots one;
    if (!(words >> one.host)) continue;
    if (!(words >> one.slots) || one.slots < 1 || one.slots > most_slots)
      return std::nullopt;
    add_slots(hosts, one.host, one.slots);
  }
  if (hosts.empty()) return std::nullopt;
  return hosts;
}

std::optional<std::vector<HostSlots>> parse_host_lines(std::string const& text) {
  std::vector<HostSlots> hosts;
  std::istringstream words(text);
  for (std::string host; words >> host;) add_slots(hosts, host, 1);
  if (hosts.empty()) return std::nullopt;
  return hosts;
}

void apply_hosts(Machine& machine, std::vector<HostSlots> const& hosts) {
  machine.nodes = static_cast<int>(hosts.size());
  machine.node_names.clear();
  for (auto const& [host, slots] : hosts) {
    machine.node_names.push_back(host);
    machine.cores_per_node = std::clamp(slots, 1, machine.cores_per_node);
  }
}

std::string names_of(std::vector<HostSlots> const& hosts) {
  std::string names;
  for (auto const& one : hosts) names += (names.empty() ? "" : ",") + one.host;
  return names;
}

std::string text_of_file(std::filesystem::path const& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

}  // namespace assay
