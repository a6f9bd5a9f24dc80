// SPDX-License-Identifier: Apache-2.0
#include "job_limits.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "common/comma_list.hpp"
#include "os/errors.hpp"
#include "rows.hpp"
#include "slurm_job.hpp"

namespace assay {
namespace {

/// In the order of the columns, MaxWall left out. A QOS limits a user's jobs where an
/// association, which is of one user, limits its own: one limit for Slurm.
constexpr std::array limit_names = {
    "MaxTRES",       "GrpTRES",        "GrpTRESMins",       "MaxSubmitJobs",
    "GrpSubmitJobs", "MaxTRESPerUser", "MaxTRESPerAccount", "MaxSubmitJobsPerAccount"};

/// Of "cpu=64,gres/gpu=4,node=2".
std::optional<int> share_of(std::string const& tres, std::string const& name) {
  for (auto const& one : names_in_list(tres))
    if (one.starts_with(name + "=")) return whole_number(one.substr(name.size() + 1));
  return std::nullopt;
}

void add(JobLimits& limits, LimitName const& name, std::optional<int> most,
         std::string const& owner) {
  if (most) limits.sizes[name] = {*most, owner};
}

/// Whose jobs the limit is for.
char const* whom(std::string const& name) {
  if (name.starts_with("Grp")) return "all jobs together";
  if (name.ends_with("PerUser")) return "a user";
  if (name.ends_with("PerAccount")) return "an account";
  return "a job";
}

void allow_jobs(ClusterNodes& nodes, std::string const& name, SizeLimit const& limit) {
  if (nodes.most_jobs && *nodes.most_jobs <= limit.most) return;
  nodes.most_jobs = limit.most;
  nodes.limit_of_jobs = fmt::format("{} of {}", name, limit.owner);
}

void allow_use(ClusterNodes& nodes, std::string const& name, SizeLimit const& limit) {
  nodes.most_core_hours = limit.most / 60.0 / nodes.machine.threads_per_core;
  nodes.limit_of_core_hours =
      fmt::format("{} of {} allows {}", name, limit.owner, whom(name));
}

void allow_nodes(Machine& machine, LimitName const& name, SizeLimit const& limit) {
  auto const& [word, unit] = name;
  int const most =
      unit == "cpu" ? limit.most / (machine.cores_per_node * machine.threads_per_core)
                    : limit.most;
  if (most >= machine.nodes) return;
  auto const told = fmt::format("{} of {} allows {} {}={}", word, limit.owner,
                                whom(word), unit, limit.most);
  if (most < 1)
    throw EnvironmentError(told +
                           ", which is less than a node. Name another QOS, account or "
                           "partition");
  machine.nodes = most;
  machine.limit_of_nodes = told;
}

}  // namespace

JobLimits limits_in(std::vector<std::string> const& fields, std::size_t first,
                    std::string const& owner) {
  JobLimits limits;
  if (first < fields.size()) limits.time_s = parse_time_left(fields[first]);
  for (std::size_t i = 0; i < limit_names.size() && first + 1 + i < fields.size();
       ++i) {
    auto const& field = fields[first + 1 + i];
    bool const is_use = std::string_view(limit_names[i]).ends_with("Mins");
    if (!is_use) add(limits, {limit_names[i], "node"}, share_of(field, "node"), owner);
    add(limits, {limit_names[i], is_use ? "cpu-minute" : "cpu"}, share_of(field, "cpu"),
        owner);
    add(limits, {limit_names[i], "job"}, whole_number(field), owner);
  }
  return limits;
}

JobLimits first_defined(JobLimits first, JobLimits const& next) {
  first.sizes.insert(next.sizes.begin(), next.sizes.end());
  if (!first.time_s) first.time_s = next.time_s;
  return first;
}

JobLimits strictest(JobLimits one, JobLimits const& other) {
  for (auto const& [name, limit] : other.sizes) {
    auto const [at, is_new] = one.sizes.emplace(name, limit);
    if (!is_new && limit.most < at->second.most) at->second = limit;
  }
  if (other.time_s)
    one.time_s = std::min(one.time_s.value_or(*other.time_s), *other.time_s);
  return one;
}

JobLimits least_strict(JobLimits const& one, JobLimits const& other) {
  JobLimits both;
  for (auto const& [name, limit] : one.sizes) {
    auto const at = other.sizes.find(name);
    if (at != other.sizes.end())
      both.sizes[name] = at->second.most > limit.most ? at->second : limit;
  }
  if (one.time_s && other.time_s) both.time_s = std::max(*one.time_s, *other.time_s);
  return both;
}

void apply_limits(ClusterNodes& nodes, JobLimits const& limits) {
  for (auto const& [name, limit] : limits.sizes) {
    if (name.second == "job")
      allow_jobs(nodes, name.first, limit);
    else if (name.second == "cpu-minute")
      allow_use(nodes, name.first, limit);
    else
      allow_nodes(nodes.machine, name, limit);
  }
  if (limits.time_s)
    nodes.limit_s = std::min(nodes.limit_s.value_or(*limits.time_s), *limits.time_s);
}

}  // namespace assay
