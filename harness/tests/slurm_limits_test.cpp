// SPDX-License-Identifier: Apache-2.0
// Limits of Slurm's accounting, as sacctmgr and scontrol print them.
#include <gmock/gmock.h>

#include "os/errors.hpp"
#include "slurm/accounting.hpp"
#include "slurm/associations.hpp"
#include "slurm/qos.hpp"

namespace assay {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// name|flags|MaxWall|MaxTRES|GrpTRES|GrpTRESMins|MaxSubmitPU|GrpSubmit|MaxTRESPU|...
constexpr char const* qos_text =
    "short|DenyOnLimit|00:20:00|cpu=64,gres/gpu=4,node=2|node=8|cpu=900|3|9|cpu=96||\n"
    "over|OverPartQOS,DenyOnLimit|1-00:00:00|cpu=1K\n"
    "free|||\n";

std::optional<int> most_of(JobLimits const& limits, LimitName const& name) {
  auto const at = limits.sizes.find(name);
  if (at == limits.sizes.end()) return std::nullopt;
  return at->second.most;
}

TEST(Qos, LimitsOfAJobAreRead) {
  auto const known = parse_qos(qos_text);
  auto const& small = known.at("short").limits;
  EXPECT_EQ(most_of(small, {"MaxTRES", "node"}), 2);
  EXPECT_EQ(most_of(small, {"MaxTRES", "cpu"}), 64);
  EXPECT_EQ(most_of(small, {"GrpTRES", "node"}), 8);
  EXPECT_EQ(most_of(small, {"MaxTRESPerUser", "cpu"}), 96);
  EXPECT_EQ(most_of(small, {"MaxSubmitJobs", "job"}), 3);
  EXPECT_EQ(most_of(small, {"GrpSubmitJobs", "job"}), 9);
  EXPECT_EQ(most_of(small, {"GrpTRESMins", "cpu-minute"}), 900);
  EXPECT_EQ(small.sizes.size(), 7U);
  EXPECT_EQ(small.time_s, 1200);
  EXPECT_FALSE(known.at("short").is_over_partition);
  EXPECT_EQ(known.at("over").limits.time_s, 86400);
  EXPECT_TRUE(known.at("over").is_over_partition);
  EXPECT_TRUE(known.at("over").limits.sizes.empty()) << "no whole number is no limit";
  EXPECT_TRUE(known.at("free").limits.sizes.empty());
}

TEST(Qos, OfThePartitionIsFound) {
  constexpr auto text =
      "PartitionName=main AllowGroups=ALL Default=YES QoS=N/A MaxNodes=UNLIMITED\n"
      "PartitionName=small AllowGroups=ALL Default=NO QoS=short MaxNodes=1\n";
  auto const found = [&](std::string const& wanted) {
    std::vector<std::string> words;
    for (auto const& one : qos_of_partitions(text, wanted))
      words.push_back(one.partition + ":" + one.qos);
    return words;
  };
  EXPECT_THAT(found(""), ElementsAre("main:"));
  EXPECT_THAT(found("small"), ElementsAre("small:short"));
  EXPECT_THAT(found("small,main"), ElementsAre("main:", "small:short"));
  EXPECT_THAT(qos_of_partitions("", "small"), IsEmpty());
}

TEST(Qos, OfThePartitionHoldsBeforeThatOfTheJob) {
  auto const known = parse_qos(qos_text);
  LimitName const nodes{"MaxTRES", "node"};
  auto const& free = known.at("free");
  EXPECT_EQ(most_of(limits_of_both(free, known.at("short")), nodes), 2);
  EXPECT_EQ(most_of(limits_of_both(known.at("short"), free), nodes), 2);
  auto other = known.at("short");
  other.limits.time_s = 60;
  EXPECT_EQ(limits_of_both(known.at("short"), other).time_s, 60);
  auto const over = limits_of_both(known.at("over"), known.at("short"));
  EXPECT_EQ(over.time_s, 86400);
  EXPECT_EQ(most_of(over, nodes), 2);
}

TEST(Qos, IsNotKnownWhereLimitsAreNotEnforced) {
  EXPECT_TRUE(enforces_limits(
      "X = limits\nAccountingStorageEnforce = associations,limits,qos\n"));
  EXPECT_FALSE(enforces_limits("X = limits\nAccountingStorageEnforce = none\n"));
  EXPECT_FALSE(enforces_limits(""));
}

TEST(Qos, LimitsThePlan) {
  ClusterNodes nodes;
  nodes.machine.nodes = 4;
  nodes.machine.cores_per_node = 64;
  nodes.machine.threads_per_core = 2;
  apply_limits(nodes, {});
  EXPECT_EQ(nodes.machine.nodes, 4);
  EXPECT_FALSE(nodes.limit_s);
  EXPECT_FALSE(nodes.most_jobs);
  apply_limits(nodes, {{{{"MaxTRES", "node"}, {3, "the QOS q"}}}, 600});
  EXPECT_EQ(nodes.machine.nodes, 3);
  EXPECT_EQ(nodes.machine.limit_of_nodes, "MaxTRES of the QOS q allows a job node=3");
  EXPECT_EQ(nodes.limit_s, 600);
  apply_limits(nodes, {{{{"GrpTRES", "cpu"}, {300, "the account a"}},
                        {{"GrpSubmitJobs", "job"}, {7, "the account a"}},
                        {{"GrpTRESMins", "cpu-minute"}, {1200, "the account a"}},
                        {{"MaxSubmitJobs", "job"}, {9, "the QOS c"}}},
                       6000});
  EXPECT_EQ(nodes.machine.nodes, 2) << "of 128 CPUs each";
  EXPECT_EQ(nodes.machine.limit_of_nodes,
            "GrpTRES of the account a allows all jobs together cpu=300");
  EXPECT_EQ(nodes.limit_s, 600);
  EXPECT_EQ(nodes.most_jobs, 7);
  EXPECT_EQ(nodes.limit_of_jobs, "GrpSubmitJobs of the account a");
  EXPECT_EQ(nodes.most_core_hours, 10) << "of two threads";
  EXPECT_EQ(nodes.limit_of_core_hours,
            "GrpTRESMins of the account a allows all jobs together");
  EXPECT_THROW(apply_limits(nodes, {{{{"MaxTRES", "cpu"}, {127, "the QOS s"}}}, {}}),
               EnvironmentError);
}

/// default|account|partition|default QOS|QOS| and limits: MaxWall|MaxTRES|GrpTRES|...
constexpr char const* associations_text =
    "lab|lab||long|long,normal|00:10:00|node=4|node=3||5\n"
    "lab|lab|fast||short|00:05:00\n"
    "lab|other|||normal,short|\n";

/// account|parent|default QOS|... and the same limits; the root has no parent.
constexpr char const* accounts_text =
    "root||||||\n"
    "faculty|root||||node=6,cpu=640|cpu=7200||20\n"
    "lab|faculty||00:01:00|node=1|node=5||2\n"
    "other|root|||||\n";

TEST(Associations, OfTheUserAndAllAccountsAboveLimitJobs) {
  auto const user = parse_associations(associations_text);
  auto const accounts = parse_accounts(accounts_text);
  auto const lab = payer_of(user, accounts, "", "main");
  EXPECT_EQ(lab.qos, "long");
  EXPECT_EQ(lab.limits.time_s, 600);
  EXPECT_EQ(most_of(lab.limits, {"MaxTRES", "node"}), 4) << "inherited already";
  EXPECT_EQ(most_of(lab.limits, {"GrpTRES", "node"}), 3) << "of 3, 5 and 6";
  EXPECT_EQ(most_of(lab.limits, {"GrpTRES", "cpu"}), 640);
  EXPECT_EQ(lab.limits.sizes.at({"GrpTRES", "cpu"}).owner, "the account faculty");
  EXPECT_EQ(most_of(lab.limits, {"MaxSubmitJobs", "job"}), 5);
  EXPECT_EQ(most_of(lab.limits, {"GrpSubmitJobs", "job"}), 20);
  EXPECT_EQ(most_of(lab.limits, {"GrpTRESMins", "cpu-minute"}), 7200);
  auto const fast = payer_of(user, accounts, "lab", "fast");
  EXPECT_EQ(fast.qos, "short") << "the only one";
  EXPECT_EQ(fast.limits.time_s, 300);
  EXPECT_EQ(most_of(fast.limits, {"GrpTRES", "node"}), 5);
  EXPECT_EQ(payer_of(user, accounts, "other", "main").limits.sizes.size(), 0U);
}

TEST(Associations, NameTheQosOfAJobThatNamesNone) {
  auto const user = parse_associations(associations_text);
  EXPECT_EQ(payer_of(user, parse_accounts(accounts_text), "other", "").qos, "normal");
  EXPECT_EQ(payer_of(user, parse_accounts("root||base|\n"), "other", "").qos, "base");
  EXPECT_EQ(payer_of({}, {}, "", "").qos, "normal");
}

TEST(Associations, OfPartitionsEitherOfWhichWillDoTheLessStrictHolds) {
  JobLimits const one{{{{"MaxTRES", "node"}, {2, "a"}}, {{"GrpTRES", "cpu"}, {9, "a"}}},
                      60};
  JobLimits const other{{{{"MaxTRES", "node"}, {3, "b"}}}, 30};
  auto const both = least_strict(one, other);
  EXPECT_EQ(most_of(both, {"MaxTRES", "node"}), 3);
  EXPECT_EQ(both.sizes.size(), 1U);
  EXPECT_EQ(both.time_s, 60);
  EXPECT_FALSE(least_strict(one, {}).time_s);
}

TEST(Associations, WhatSbatchIsToldElsewhereIsAWishToo) {
  JobSection wishes;
  wishes.qos = "named";
  wishes.directives = {"--partition=named", "--nice=5"};
  auto const asked = as_sbatch_reads(wishes, {{"SBATCH_QOS", "other"},
                                              {"SBATCH_ACCOUNT", "lab"},
                                              {"SBATCH_PARTITION", "fast"}});
  EXPECT_EQ(asked.qos, "named");
  EXPECT_EQ(asked.account, "lab");
  EXPECT_EQ(asked.partition, "named");
}

}  // namespace
}  // namespace assay
