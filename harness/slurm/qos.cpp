// SPDX-License-Identifier: Apache-2.0
// https://slurm.schedmd.com/resource_limits.html says which limit holds.
#include "qos.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <sstream>

#include "common/comma_list.hpp"
#include "os/errors.hpp"
#include "rows.hpp"
#include "slurm_job.hpp"

namespace assay {
namespace {

/// Of "cpu=64,gres/gpu=4,node=2".
std::optional<int> share_of(std::string const& tres, std::string const& name) {
  for (auto const& one : names_in_list(tres))
    if (one.starts_with(name + "=")) return whole_number(one.substr(name.size() + 1));
  return std::nullopt;
}

/// Of a line "PartitionName=main Default=YES QoS=N/A ..."; empty where it has none.
std::string word_of(std::string const& line, std::string const& key) {
  std::istringstream words(line);
  for (std::string word; words >> word;)
    if (word.starts_with(key + "=")) return word.substr(key.size() + 1);
  return {};
}

/// `own`, but each limit of `other` that `takes` wants in its place.
template <typename Takes>
QosLimits with(QosLimits own, QosLimits const& other, Takes const& takes) {
  if (takes(own.nodes, other.nodes)) {
    own.nodes = other.nodes;
    own.nodes_of = other.nodes_of;
  }
  if (takes(own.cpus, other.cpus)) {
    own.cpus = other.cpus;
    own.cpus_of = other.cpus_of;
  }
  if (takes(own.time_s, other.time_s)) own.time_s = other.time_s;
  return own;
}

/// Of several partitions a job may run in any. Nothing is no limit.
QosLimits less_strict(QosLimits const& one, QosLimits const& other) {
  return with(one, other, [](auto const& own, auto const& limit) {
    return own && (!limit || *limit > *own);
  });
}

QosLimits named(std::map<std::string, QosLimits> const& known,
                std::string const& name) {
  auto const found = known.find(name);
  return found == known.end() ? QosLimits() : found->second;
}

QosLimits least_strict(std::map<std::string, QosLimits> const& known,
                       std::string const& of_job,
                       std::vector<std::string> const& of_partitions) {
  std::optional<QosLimits> all;
  for (auto const& partition : of_partitions) {
    auto const both = limits_of_both(named(known, of_job), named(known, partition));
    all = all ? less_strict(*all, both) : both;
  }
  return all.value_or(named(known, of_job));
}

/// Empty where there is no answer.
std::string answer_to(Argv words, Environment const& environment) {
  auto const answer =
      run_process({std::move(words), environment, "/", ""},
                  {.timeout_s = 30, .tail_bytes = std::size_t{1} << 20});
  return answer.succeeded() ? answer.output_tail : "";
}

}  // namespace

std::map<std::string, QosLimits> parse_qos(std::string const& text) {
  std::map<std::string, QosLimits> known;
  for (auto fields : rows_of(text)) {
    fields.resize(4);  // what is empty at the end is no field
    auto const& name = fields[0];
    known[name] = {.nodes_of = name,
                   .nodes = share_of(fields[3], "node"),
                   .cpus_of = name,
                   .cpus = share_of(fields[3], "cpu"),
                   .time_s = parse_time_left(fields[2]),
                   .is_over_partition = is_in_list("OverPartQOS", fields[1])};
  }
  return known;
}

std::vector<std::string> qos_of_partitions(std::string const& text,
                                           std::string const& wanted) {
  std::vector<std::string> found;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    bool const is_wanted = wanted.empty()
                               ? word_of(line, "Default") == "YES"
                               : is_in_list(word_of(line, "PartitionName"), wanted);
    if (!is_wanted) continue;
    auto const qos = word_of(line, "QoS");
    found.push_back(qos == "N/A" ? "" : qos);
  }
  return found;
}

QosLimits limits_of_both(QosLimits const& job, QosLimits const& partition) {
  auto const& first = job.is_over_partition ? job : partition;
  auto const& second = job.is_over_partition ? partition : job;
  return with(first, second, [](auto const& own, auto const&) { return !own; });
}

bool enforces_limits(std::string const& config) {
  std::istringstream lines(config);
  for (std::string line; std::getline(lines, line);) {
    auto const sign = line.find("= ");
    if (line.starts_with("AccountingStorageEnforce ") && sign != line.npos)
      return is_in_list("limits", line.substr(sign + 2));
  }
  return false;
}

void apply_qos(ClusterNodes& nodes, QosLimits const& limits) {
  auto& machine = nodes.machine;
  auto const allow = [&](std::optional<int> most, std::string const& qos,
                         std::string const& limit) {
    if (!most || *most >= machine.nodes) return;
    auto const told = fmt::format("MaxTRES of the QOS {} allows a job {}", qos, limit);
    if (*most < 1)
      throw EnvironmentError(told +
                             ", which is less than a node. Name another QOS "
                             "or partition");
    machine.nodes = *most;
    machine.limit_of_nodes = told;
  };
  if (limits.nodes)
    allow(limits.nodes, limits.nodes_of, fmt::format("node={}", *limits.nodes));
  if (limits.cpus)
    allow(*limits.cpus / (machine.cores_per_node * machine.threads_per_core),
          limits.cpus_of, fmt::format("cpu={}", *limits.cpus));
  if (limits.time_s)
    nodes.limit_s = std::min(nodes.limit_s.value_or(*limits.time_s), *limits.time_s);
}

QosLimits observe_qos(JobSection const& wishes, Environment const& environment) {
  if (!enforces_limits(answer_to({"scontrol", "show", "config"}, environment)))
    return {};
  auto const partitions = qos_of_partitions(
      answer_to({"scontrol", "--oneliner", "show", "partition"}, environment),
      wishes.partition);
  auto names = partitions;
  names.push_back(wishes.qos);
  std::erase(names, "");
  if (names.empty()) return {};
  auto const known =
      parse_qos(answer_to({"sacctmgr", "--noheader", "--parsable2", "--readonly",
                           "show", "qos", fmt::format("name={}", fmt::join(names, ",")),
                           "format=Name,Flags,MaxWall,MaxTRES"},
                          environment));
  return least_strict(known, wishes.qos, partitions);
}

}  // namespace assay
