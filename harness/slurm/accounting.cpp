// SPDX-License-Identifier: Apache-2.0
#include "accounting.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <optional>
#include <set>
#include <sstream>

#include "associations.hpp"
#include "common/comma_list.hpp"
#include "os/environment.hpp"
#include "os/user_name.hpp"
#include "qos.hpp"
#include "question.hpp"

namespace assay {
namespace {

std::string asked(Argv words, Environment const& environment) {
  return answer_to({.words = std::move(words),
                    .what = "which limits jobs have",
                    .instead = "they are not planned for"},
                   environment)
      .value_or("");
}

/// Of a line "ClusterName             = test".
std::string setting_of(std::string const& config, std::string const& name) {
  std::istringstream lines(config);
  for (std::string line; std::getline(lines, line);) {
    auto const sign = line.find("= ");
    if (line.starts_with(name + " ") && sign != line.npos) return line.substr(sign + 2);
  }
  return {};
}

/// A partition where a job may run, with all that limits it there.
struct Candidate {
  PartitionQos partition;
  Payer payer;
  std::string qos;  ///< of the job
};

std::vector<Candidate> candidates_of(JobSection const& wishes,
                                     std::string const& cluster,
                                     Environment const& environment) {
  auto const user = parse_associations(asked(
      sacctmgr_words({"user", user_name(), "withassoc", "cluster=" + cluster},
                     fmt::format("DefaultAccount,Account,Partition,DefaultQOS,QOS,{}",
                                 limits_of_association)),
      environment));
  auto const accounts = parse_accounts(
      asked(sacctmgr_words(
                {"associations", "cluster=" + cluster, "user="},
                fmt::format("Account,ParentName,DefaultQOS,{}", limits_of_association)),
            environment));
  std::vector<Candidate> candidates;
  for (auto const& partition : qos_of_partitions(
           asked({"scontrol", "--oneliner", "show", "partition"}, environment),
           wishes.partition)) {
    auto payer = payer_of(user, accounts, wishes.account, partition.partition);
    auto const qos = wishes.qos.empty() ? payer.qos : wishes.qos;
    candidates.push_back({partition, std::move(payer), qos});
  }
  return candidates;
}

std::map<std::string, Qos> qos_of_candidates(std::vector<Candidate> const& candidates,
                                             Environment const& environment) {
  std::set<std::string> names;
  for (auto const& one : candidates) names.insert({one.qos, one.partition.qos});
  names.erase("");
  return parse_qos(
      asked(sacctmgr_words({"qos", fmt::format("name={}", fmt::join(names, ","))},
                           fmt::format("Name,Flags,{}", limits_of_qos)),
            environment));
}

}  // namespace

bool enforces_limits(std::string const& config) {
  return is_in_list("limits", setting_of(config, "AccountingStorageEnforce"));
}

JobLimits observe_limits(JobSection const& wishes, Environment const& environment) {
  auto const config = asked({"scontrol", "show", "config"}, environment);
  if (!enforces_limits(config)) return {};
  auto const candidates =
      candidates_of(wishes, setting_of(config, "ClusterName"), environment);
  if (candidates.empty()) return {};
  auto known = qos_of_candidates(candidates, environment);
  std::optional<JobLimits> all;
  for (auto const& one : candidates) {
    auto const here = first_defined(
        limits_of_both(known[one.qos], known[one.partition.qos]), one.payer.limits);
    all = all ? least_strict(*all, here) : here;
  }
  return *all;
}

JobSection as_sbatch_reads(JobSection wishes, Environment const& environment) {
  struct Option {
    std::string JobWishes::*value;
    std::string words, variable;
  };
  for (auto const& [value, words, variable] :
       {Option{&JobWishes::partition, "--partition=", "SBATCH_PARTITION"},
        Option{&JobWishes::account, "--account=", "SBATCH_ACCOUNT"},
        Option{&JobWishes::qos, "--qos=", "SBATCH_QOS"}}) {
    for (auto const& directive : wishes.directives)
      if (directive.starts_with(words)) wishes.*value = directive.substr(words.size());
    if ((wishes.*value).empty()) wishes.*value = variable_of(environment, variable);
  }
  return wishes;
}

}  // namespace assay
