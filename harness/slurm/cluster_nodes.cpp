// SPDX-License-Identifier: Apache-2.0
#include "cluster_nodes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <limits>
#include <vector>

#include "allocation.hpp"
#include "common/comma_list.hpp"
#include "os/errors.hpp"
#include "question.hpp"
#include "rows.hpp"
#include "sbatch.hpp"
#include "slurm_job.hpp"

namespace assay {
namespace {

/// "515000+" where nodes differ: the least.
std::uint64_t leading_number(std::string const& text) {
  std::uint64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

/// Nodes of a cluster, cores of a node: more are none, and sums and products of such
/// numbers stay numbers.
constexpr std::uint64_t most_of_anything = 1'000'000;

int leading_count(std::string const& text) {
  return static_cast<int>(std::min(leading_number(text), most_of_anything));
}

int product(std::string const& one, std::string const& other) {
  auto const both = std::min(leading_number(one), most_of_anything) *
                    std::min(leading_number(other), most_of_anything);
  return static_cast<int>(std::min(both, most_of_anything));
}

/// `name` as sinfo writes it: a star marks the default. `wanted` may be a list.
bool is_wanted(std::string name, std::string const& wanted) {
  bool const is_default = name.ends_with('*');
  if (wanted.empty()) return is_default;
  if (is_default) name.pop_back();
  return is_in_list(name, wanted);
}

bool has_feature(std::string const& features, std::string const& wanted) {
  bool const is_expression = wanted.find_first_not_of(
                                 "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                 "0123456789_-.") != std::string::npos;
  if (wanted.empty() || is_expression) return true;  // Slurm will know
  return is_in_list(wanted, features);
}

Machine machine_of(std::vector<std::string> const& fields) {
  Machine machine;
  machine.nodes = leading_count(fields[1]);
  machine.cores_per_node = std::max(1, product(fields[2], fields[3]));
  machine.threads_per_core =
      std::clamp(leading_count(fields[8]) / machine.cores_per_node, 1,
                 std::max(1, leading_count(fields[4])));
  auto const megabytes = leading_number(fields[5]);
  // 1 is what Slurm takes where the site says nothing.
  machine.memory_bytes = megabytes > 1 ? megabytes << 20 : 0;
  machine.srun = Srun{};
  machine.least_nodes = std::max(1, leading_count(fields[9]));
  return machine;
}

/// "1-infinite", "2-4" or "4": the nodes that one job may have.
int most_nodes_of_job(std::string const& range) {
  auto const most = range.substr(range.find('-') + 1);  // all of it without a dash
  return most == "infinite" ? std::numeric_limits<int>::max() : leading_count(most);
}

/// Of several partitions a job may run in any.
void limit_job_size(Machine& machine, int most_nodes) {
  if (most_nodes >= machine.nodes) return;
  machine.limit_of_nodes =
      fmt::format("of {} in the partition, its MaxNodes for a job", machine.nodes);
  machine.nodes = most_nodes;
}

Machine least(Machine all, Machine const& more) {
  all.nodes = std::min(static_cast<int>(most_of_anything), all.nodes + more.nodes);
  all.cores_per_node = std::min(all.cores_per_node, more.cores_per_node);
  all.threads_per_core = std::min(all.threads_per_core, more.threads_per_core);
  all.memory_bytes = std::min(all.memory_bytes, more.memory_bytes);
  all.least_nodes = std::min(all.least_nodes, more.least_nodes);
  return all;
}

}  // namespace

std::optional<ClusterNodes> parse_nodes(std::string const& text,
                                        std::string const& partition,
                                        std::string const& constraint) {
  std::optional<ClusterNodes> all;
  int most_nodes = 1;
  for (auto const& fields : rows_of(text)) {
    if (fields.size() != 10 || !has_feature(fields[7], constraint)) continue;
    if (!is_wanted(fields[0], partition)) continue;
    auto const machine = machine_of(fields);
    most_nodes = std::max(most_nodes, most_nodes_of_job(fields[9]));
    if (all) {
      all->machine = least(all->machine, machine);
    } else {
      all = ClusterNodes{machine, parse_time_left(fields[6])};
    }
  }
  if (all) limit_job_size(all->machine, most_nodes);
  return all;
}

std::optional<ClusterNodes> observe_nodes(JobSection const& wishes,
                                          Environment const& environment) {
  Command const sinfo{{"sinfo", "--noheader", "--exact", "--noconvert",
                       "--format=%P|%D|%X|%Y|%Z|%m|%l|%f|%c|%s"},
                      environment,
                      "/",
                      ""};
  auto const answer = run_process(sinfo, {.timeout_s = 30});
  if (!answer.succeeded())
    throw EnvironmentError(fmt::format(
        "sinfo does not say what nodes there are: {}. Submit where Slurm is; to plan "
        "elsewhere, give --machine NODESxCORES, as in 64x128",
        words_of_slurm(answer)));
  return parse_nodes(answer.output_tail, wishes.partition, wishes.constraint);
}

std::map<std::string, int> cpus_per_core_of_nodes(std::string const& list,
                                                  Environment const& environment) {
  auto const answer = answer_to(
      {.words = {"sinfo", "--noheader", "--Node", "--nodes=" + list,
                 "--format=%N|%X|%Y|%c"},
       .limit_s = 10,
       .what = "how many CPUs it counts for a core of the job's nodes",
       .instead = "they are taken to be so many as this host has threads for one"},
      environment);
  return parse_cpus_per_core(answer.value_or(""));
}

}  // namespace assay
