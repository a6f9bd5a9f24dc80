// SPDX-License-Identifier: Apache-2.0
#include "grid_nodes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <sstream>

#include "tags.hpp"

namespace assay {
namespace {

constexpr int most_of_anything = 1'000'000;

int count_of(std::string const& text) {
  int value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return std::clamp(value, 0, most_of_anything);
}

/// "23.5G"
double bytes_of(std::string const& text) {
  double value = 0;
  auto const [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || value < 0) return 0;
  constexpr std::string_view units = "KMGTP";
  auto const unit = end == text.data() + text.size() ? units.npos : units.find(*end);
  for (std::size_t i = 0; unit != units.npos && i <= unit; ++i) value *= 1024;
  return value;
}

/// Of a report with a line "name   value" for each.
std::string value_of(std::string const& text, std::string const& name) {
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string first, second;
    if (words >> first >> second && first == name) return second;
  }
  return {};
}

std::map<std::string, int> slots_of(std::string_view host) {
  std::map<std::string, int> slots;
  for (auto const queue : pieces_between(host, "<queue name=", "</queue>")) {
    auto const name = pieces_between(queue, "'", "'");
    auto const value = pieces_between(queue, "name='slots'>", "<");
    if (!name.empty() && !value.empty())
      slots[std::string(name.front())] = count_of(std::string(value.front()));
  }
  return slots;
}

GridHost host_of(std::string_view text) {
  GridHost host;
  auto const number = [&](char const* name) {
    return count_of(text_of_named(text, "hostvalue", name));
  };
  host.cores = std::max(1, number("m_core"));
  host.threads_per_core = std::max(1, number("m_thread") / host.cores);
  host.memory_bytes = bytes_of(text_of_named(text, "hostvalue", "mem_total"));
  host.slots = slots_of(text);
  return host;
}

void take(ClusterNodes& all, GridHost const& host, int slots) {
  auto& machine = all.machine;
  bool const first = machine.nodes == 0;
  auto const least = [&](auto& known, auto more) {
    known = first ? more : std::min(known, more);
  };
  least(machine.cores_per_node, std::clamp(slots, 1, host.cores));
  least(machine.threads_per_core, host.threads_per_core);
  least(machine.memory_bytes, static_cast<std::uint64_t>(host.memory_bytes));
  least(all.slots_per_node, slots);
  ++machine.nodes;
}

}  // namespace

std::map<std::string, GridHost> parse_qhost(std::string const& text) {
  std::map<std::string, GridHost> hosts;
  for (auto const piece : pieces_between(text, "<host name='", "</host>")) {
    auto const name = std::string(piece.substr(0, piece.find('\'')));
    if (name != "global" && name.size() < piece.size()) hosts[name] = host_of(piece);
  }
  return hosts;
}

ParallelEnvironment parse_parallel_environment(std::string const& text) {
  return {value_of(text, "pe_name"), value_of(text, "allocation_rule"),
          count_of(value_of(text, "slots"))};
}

std::optional<int> slots_of_host(ParallelEnvironment const& environment, int offered) {
  if (environment.rule == "$round_robin") return std::nullopt;
  if (environment.rule.starts_with('$')) return offered;
  int const fixed = count_of(environment.rule);
  if (fixed == 0 || fixed > offered) return std::nullopt;
  return fixed;
}

std::optional<ClusterNodes> nodes_of_instances(
    ParallelEnvironment const& environment, std::vector<std::string> const& instances,
    std::map<std::string, GridHost> const& hosts) {
  ClusterNodes all;
  all.machine.nodes = 0;
  for (auto const& instance : instances) {
    auto const at = std::min(instance.find('@'), instance.size());
    auto const host = hosts.find(instance.substr(std::min(at + 1, instance.size())));
    if (host == hosts.end()) continue;
    auto const offered = host->second.slots.find(instance.substr(0, at));
    if (offered == host->second.slots.end() || offered->second < 1) continue;
    if (auto const slots = slots_of_host(environment, offered->second))
      take(all, host->second, *slots);
  }
  auto& machine = all.machine;
  if (machine.nodes == 0) return std::nullopt;
  int const allowed = environment.rule == "$pe_slots"
                          ? 1
                          : std::max(1, environment.slots / all.slots_per_node);
  if (allowed < machine.nodes) {
    machine.limit_of_nodes =
        fmt::format("of {} in the queue, by the parallel environment {}", machine.nodes,
                    environment.name);
    machine.nodes = allowed;
  }
  return all;
}

}  // namespace assay
