// SPDX-License-Identifier: Apache-2.0
// Slurm's own variables, read strictly: what cannot be read is not guessed.
#include "allocation.hpp"

#include <algorithm>
#include <charconv>

#include "os/environment.hpp"

namespace assay {
namespace {

std::optional<int> positive(std::string_view text) {
  int value = 0;
  auto const [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), value);
  bool const whole = error == std::errc{} && end == text.data() + text.size();
  if (!whole || value <= 0) return std::nullopt;
  return value;
}

}  // namespace

std::optional<int> smallest_count(std::string const& list) {
  std::optional<int> smallest;
  std::string_view rest = list;
  while (!rest.empty()) {
    auto const comma = std::min(rest.find(','), rest.size());
    auto const item = rest.substr(0, comma);
    auto const count = positive(item.substr(0, item.find('(')));
    if (!count) return std::nullopt;
    smallest = smallest ? std::min(*smallest, *count) : *count;
    rest.remove_prefix(std::min(comma + 1, rest.size()));
  }
  return smallest;
}

std::optional<Allocation> parse_allocation(
    std::map<std::string, std::string> const& environment) {
  auto const job = variable_of(environment, "SLURM_JOB_ID");
  auto const nodes = positive(variable_of(environment, "SLURM_JOB_NUM_NODES"));
  auto const cpus = smallest_count(variable_of(environment, "SLURM_JOB_CPUS_PER_NODE"));
  if (job.empty() || !nodes || !cpus) return std::nullopt;
  return Allocation{job, *nodes, *cpus};
}

}  // namespace assay
