// SPDX-License-Identifier: Apache-2.0
#include "site/observe_hosts.hpp"

#include <gmock/gmock.h>

#include "config/hosts_reader.hpp"
#include "os/errors.hpp"
#include "text/diagnostic.hpp"

namespace assay {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Place place(std::string host, CpuSet offered, CpuSet cores) {
  Place found;
  found.host = std::move(host);
  found.offered = std::move(offered);
  found.offered_cores = std::move(cores);
  return found;
}

TEST(MachineOfHosts, IsTheLeastOfEach) {
  Machine here;
  here.cores_per_node = 64;  // of a host that is not among them
  auto const machine = machine_of_hosts(
      here, {{"n1", place("a", {0, 1, 2, 3, 4, 5, 6, 7}, {0, 2, 4, 6})},
             {"n2", place("b", {0, 1, 2}, {0, 1, 2})}});
  EXPECT_EQ(machine.nodes, 2);
  EXPECT_EQ(machine.cores_per_node, 3);
  EXPECT_EQ(machine.threads_per_core, 1);
  EXPECT_THAT(machine.node_names, ElementsAre("n1", "n2"));
  EXPECT_TRUE(machine.is_reached_by_ssh);
}

TEST(MachineOfHosts, HasWholeCoresOfAQuota) {
  auto limited = place("a", {0, 1, 2, 3}, {0, 1, 2, 3});
  limited.quota_cpus = 2.5;
  EXPECT_EQ(machine_of_hosts({}, {{"n1", limited}}).cores_per_node, 2);
}

TEST(MachineOfHosts, KnowsOneHostByTwoNames) {
  auto const one = place("a", {0}, {0});
  try {
    machine_of_hosts({}, {{"n1", one}, {"n2", one}});
    FAIL() << "took one host for two";
  } catch (EnvironmentError const& error) {
    EXPECT_THAT(error.what(), HasSubstr("n1 and n2 are one host"));
  }
}

TEST(HostsFile, HasANameALine) {
  Problems problems("hosts.txt");
  EXPECT_THAT(
      parse_hosts("# ours\n\nn1 slots=4 max_slots=8\nn2:16\n  n3 # slow\n", problems),
      ElementsAre("n1", "n2", "n3"));
  EXPECT_TRUE(problems.none());
}

TEST(HostsFile, IsRefusedWithItsLines) {
  Problems problems("hosts.txt");
  parse_hosts("n1\nme@n2\nn1\n", problems);
  ASSERT_EQ(problems.count(), 2U);
  EXPECT_EQ(problems.all()[0].at.line, 2U);
  EXPECT_THAT(problems.all()[0].message, HasSubstr("~/.ssh/config"));
  EXPECT_EQ(problems.all()[1].at.line, 3U);
  Problems of_nothing("hosts.txt");
  parse_hosts("# none\n", of_nothing);
  EXPECT_EQ(of_nothing.count(), 1U);
}

}  // namespace
}  // namespace assay
