// SPDX-License-Identifier: Apache-2.0
// https://slurm.schedmd.com/resource_limits.html says which limit holds.
#include "qos.hpp"

#include <algorithm>
#include <sstream>

#include "common/comma_list.hpp"
#include "rows.hpp"

namespace assay {
namespace {

/// Of a line "PartitionName=main Default=YES QoS=N/A ..."; empty where it has none.
std::string word_of(std::string const& line, std::string const& key) {
  std::istringstream words(line);
  for (std::string word; words >> word;)
    if (word.starts_with(key + "=")) return word.substr(key.size() + 1);
  return {};
}

}  // namespace

std::map<std::string, Qos> parse_qos(std::string const& text) {
  std::map<std::string, Qos> known;
  for (auto fields : rows_of(text)) {
    fields.resize(std::max<std::size_t>(2, fields.size()));  // an empty end is no field
    auto const& name = fields[0];
    known[name] = {.limits = limits_in(fields, 2, "the QOS " + name),
                   .is_over_partition = is_in_list("OverPartQOS", fields[1])};
  }
  return known;
}

std::vector<PartitionQos> qos_of_partitions(std::string const& text,
                                            std::string const& wanted) {
  std::vector<PartitionQos> found;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    auto const name = word_of(line, "PartitionName");
    bool const is_wanted =
        wanted.empty() ? word_of(line, "Default") == "YES" : is_in_list(name, wanted);
    if (!is_wanted) continue;
    auto const qos = word_of(line, "QoS");
    found.push_back({name, qos == "N/A" ? "" : qos});
  }
  return found;
}

JobLimits limits_of_both(Qos const& job, Qos const& partition) {
  return job.is_over_partition ? first_defined(job.limits, partition.limits)
                               : first_defined(partition.limits, job.limits);
}

}  // namespace assay
