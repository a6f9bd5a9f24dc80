// SPDX-License-Identifier: Apache-2.0
// Slurm's own variables, read strictly: what cannot be read is not guessed.
#include "allocation.hpp"

#include <algorithm>
#include <cstdint>
#include <iterator>

#include "os/environment.hpp"
#include "rows.hpp"

namespace assay {
namespace {

constexpr int nodes_at_most = 1'000'000;

std::optional<int> positive(std::string_view text) {
  auto const value = whole_number(text);
  return value && *value > 0 ? value : std::nullopt;
}

/// "4(x2)": 2; "4": 1; nothing where it is neither.
std::optional<int> times_of(std::string_view item) {
  auto const open = item.find('(');
  if (open == item.npos) return 1;
  auto const repeated = item.substr(open);
  if (!repeated.starts_with("(x") || !repeated.ends_with(')')) return std::nullopt;
  return positive(repeated.substr(2, repeated.size() - 3));
}

std::optional<int> asked_threads(
    std::map<std::string, std::string> const& environment) {
  if (variable_of(environment, "SLURM_HINT") == "nomultithread") return 1;
  return positive(variable_of(environment, "SLURM_THREADS_PER_CORE"));
}

}  // namespace

std::optional<std::vector<int>> parse_counts(std::string const& list) {
  std::vector<int> counts;
  std::string_view rest = list;
  while (!rest.empty()) {
    auto const comma = std::min(rest.find(','), rest.size());
    auto const item = rest.substr(0, comma);
    auto const count = positive(item.substr(0, item.find('(')));
    auto const times = times_of(item);
    if (!count || !times || *times > nodes_at_most - std::ssize(counts))
      return std::nullopt;
    counts.insert(counts.end(), static_cast<std::size_t>(*times), *count);
    rest.remove_prefix(std::min(comma + 1, rest.size()));
  }
  if (counts.empty()) return std::nullopt;
  return counts;
}

std::optional<Allocation> parse_allocation(
    std::map<std::string, std::string> const& environment) {
  auto const job = variable_of(environment, "SLURM_JOB_ID");
  auto const nodes = positive(variable_of(environment, "SLURM_JOB_NUM_NODES"));
  auto cpus = parse_counts(variable_of(environment, "SLURM_JOB_CPUS_PER_NODE"));
  if (job.empty() || !nodes || !cpus) return std::nullopt;
  return Allocation{job, *nodes, std::move(*cpus), asked_threads(environment)};
}

std::map<std::string, int> parse_cpus_per_core(std::string const& text) {
  std::map<std::string, int> found;
  for (auto const& fields : rows_of(text)) {
    if (fields.size() != 4) continue;
    auto const sockets = positive(fields[1]);
    auto const cores = positive(fields[2]);
    auto const cpus = positive(fields[3]);
    if (sockets && cores && cpus)
      found[fields[0]] = static_cast<int>(
          std::max(std::int64_t{1}, *cpus / (std::int64_t{*sockets} * *cores)));
  }
  return found;
}

NodeShare least_share(Allocation const& allocation,
                      std::vector<std::string> const& names,
                      std::map<std::string, int> const& cpus_per_core, int elsewhere) {
  std::optional<NodeShare> least;
  for (std::size_t i = 0; i < allocation.cpus.size(); ++i) {
    auto const known =
        i < names.size() ? cpus_per_core.find(names[i]) : cpus_per_core.end();
    int const offered = known == cpus_per_core.end() ? elsewhere : known->second;
    int const threads =
        std::min(offered, allocation.threads_per_core.value_or(offered));
    NodeShare const share{std::max(1, allocation.cpus[i] / threads), threads};
    if (!least) least = share;
    least->cores = std::min(least->cores, share.cores);
    least->threads_per_core = std::min(least->threads_per_core, share.threads_per_core);
  }
  return least.value_or(NodeShare{});
}

}  // namespace assay
