// SPDX-License-Identifier: Apache-2.0
// Studies on hosts that are reached through ssh: a real sshd on hosts of our own.
#include <gmock/gmock.h>

#include <set>

#include "assay_process.hpp"
#include "lack.hpp"
#include "os/atomic_file.hpp"
#include "os/environment.hpp"
#include "os/process.hpp"

namespace assay {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr char const* hosts_script = ASSAY_SOURCE "/harness/tests/mpi/hosts.sh";

ProcessResult run_script(Argv words, Environment const& environment,
                         std::filesystem::path const& directory) {
  words.insert(words.begin(), hosts_script);
  return run_process({std::move(words), environment, directory, ""},
                     {.timeout_s = 200});
}

/// A study with hosts; `assay` runs where they are.
class HostsTest : public testing::Test {
 protected:
  void SetUp() override {
    auto const answer = run_script({"probe"}, own_environment(), "/");
    if (answer.exit_code == 5) GTEST_SKIP() << answer.output_tail;
    if (!answer.succeeded()) lack(answer.output_tail);
    environment_["ASSAY_HOST_LOCK"] = "off";
    environment_["ASSAY_MPIEXEC"] = mpiexec_of_workers();
  }

  /// Of the command of assay on the study, where these hosts are.
  ProcessResult assay(StudyDirectory const& study, std::string const& command,
                      Argv words = {}, Argv const& hosts = {"n1", "n2"}) const {
    words.insert(words.begin(),
                 {"--", ASSAY_PROGRAM, command, study.path() / "s.yaml"});
    words.insert(words.begin(), hosts.begin(), hosts.end());
    words.insert(words.begin(), "run");
    return run_script(words, environment_, study.path());
  }

  Environment environment_ = own_environment();
};

std::string study_on_hosts(std::string const& hosts, std::string const& what) {
  return "study: s\nscaling: strong\nlaunches: 1\nlimits: {timeout: 60s}\n"
         "nodes: [1, 2]\nranks: 2\nhosts: " +
         hosts + "\n" + what;
}

std::string const of_program = "program: [" WITNESSED ", barrier]\n";
std::string const of_kernel =
    "kernel: pi\nsamples: 1e5\nrepetitions: 1\nbackend: serial\n";
Argv const quietly{"--no-report"};

/// Nodes of the good launches.
std::set<std::size_t> measured_nodes(StudyDirectory const& study) {
  std::set<std::size_t> nodes;
  for (auto const& record : study.lines("record")) {
    EXPECT_EQ(record["verdict"], "ok") << record["detail"];
    nodes.insert(record["requested"]["nodes"].get<std::size_t>());
  }
  return nodes;
}

TEST_F(HostsTest, TheWitnessSeesThem) {
  StudyDirectory const study(study_on_hosts("[n1, n2]", of_program));
  auto const answer = assay(study, "run", quietly);
  ASSERT_EQ(answer.exit_code, 0) << answer.output_tail;
  EXPECT_THAT(measured_nodes(study), ElementsAre(1, 2));
  for (auto const& record : study.lines("record")) {
    std::set<std::string> seen;
    for (auto const& host : record["witness"]["host"]) seen.insert(host);
    EXPECT_EQ(seen.size(), record["requested"]["nodes"]) << record["witness"];
    EXPECT_TRUE(seen.contains("n1")) << "not on this host: " << record["witness"];
  }
}

/// Whether each good launch was seen on as many hosts as it asked for.
void expect_all_seen(StudyDirectory const& study) {
  for (auto const& record : study.lines("record")) {
    std::set<std::string> seen;
    for (auto const& host : record["witness"]["host"]) seen.insert(host);
    EXPECT_EQ(seen.size(), record["requested"]["nodes"]) << record["witness"];
  }
}

TEST_F(HostsTest, MayBeMoreThanTwo) {
  StudyDirectory const study(
      "study: s\nscaling: strong\nlaunches: 1\nlimits: {timeout: 120s}\n"
      "nodes: [3, 5]\nranks: [3, 5]\nzip: [[nodes, ranks]]\n"
      "hosts: [n1, n2, n3, n4, n5]\n" +
      of_program);
  auto const answer = assay(study, "run", quietly, {"n1", "n2", "n3", "n4", "n5"});
  ASSERT_EQ(answer.exit_code, 0) << answer.output_tail;
  EXPECT_THAT(measured_nodes(study), ElementsAre(3, 5));
  expect_all_seen(study);
}

TEST_F(HostsTest, KernelsAreProvenOnThem) {
  StudyDirectory const study(study_on_hosts("[n1, n2]", of_kernel));
  auto const answer = assay(study, "run", quietly);
  ASSERT_EQ(answer.exit_code, 0) << answer.output_tail;
  EXPECT_THAT(measured_nodes(study), ElementsAre(1, 2));
}

TEST_F(HostsTest, HydraReachesThemToo) {
  auto const answer = run_process(
      {{"mpiexec.mpich", "--version"}, own_environment(), "/", ""}, {.timeout_s = 30});
  if (!answer.succeeded()) lack("no mpiexec.mpich here");
  environment_["ASSAY_MPIEXEC"] = "mpiexec.mpich";
  StudyDirectory const study(
      study_on_hosts("[n1, n2]", "program: [hostname]\nproof: none\n"));
  auto const run = assay(study, "run", quietly);
  ASSERT_EQ(run.exit_code, 0) << run.output_tail;
  EXPECT_THAT(measured_nodes(study), ElementsAre(1, 2));
}

TEST_F(HostsTest, TheyAreAskedForTheirCpus) {
  StudyDirectory const study(
      "study: s\nscaling: strong\nnodes: auto\nranks: auto\nhosts: hosts.txt\n" +
      of_program);
  write_file_atomically(study.path() / "hosts.txt", "# ours\nn1 slots=1\nn2:1\n");
  environment_["HWLOC_SYNTHETIC"] = "core:7 pu:1";  // of this host alone
  auto const answer = assay(study, "plan", {"--json"});
  ASSERT_EQ(answer.exit_code, 0) << answer.output_tail;
  auto const plan = parse_json(answer.output_tail);
  std::set<int> nodes;
  for (auto const& point : plan.at("points")) {
    nodes.insert(point.at("nodes").get<int>());
    EXPECT_NE(point.at("ranks").get<int>() % 7, 0) << "of this host: " << point;
  }
  EXPECT_THAT(nodes, ElementsAre(1, 2));
}

TEST_F(HostsTest, ThatDoNotAnswerAreAllToldBeforeAnyLaunch) {
  StudyDirectory const study(study_on_hosts("[n1, n7, n8]", of_program));
  for (auto const* command : {"check", "plan", "run"}) {
    auto const answer = assay(study, command, {}, {"n1"});
    EXPECT_EQ(answer.exit_code, 3) << answer.output_tail;
    EXPECT_THAT(answer.output_tail,
                AllOf(HasSubstr("host n7: ssh: Could not resolve hostname n7"),
                      HasSubstr("host n8: "), Not(HasSubstr("host n1: ")),
                      HasSubstr("Make 'ssh n7 true' work without a password")))
        << command;
  }
  EXPECT_FALSE(exists(study.results()));
}

TEST_F(HostsTest, WithoutSshTheCureIsNamed) {
  StudyDirectory const study(study_on_hosts("[n1]", of_program));
  environment_["PATH"] = study.path() / "none";
  auto const answer = run_process({{ASSAY_PROGRAM, "check", study.path() / "s.yaml"},
                                   environment_,
                                   study.path(),
                                   ""},
                                  {.timeout_s = 60});
  EXPECT_EQ(answer.exit_code, 3) << answer.output_tail;
  EXPECT_THAT(answer.output_tail,
              AllOf(HasSubstr("hosts: cannot start 'ssh': not found on PATH"),
                    HasSubstr("Install a client of ssh")));
}

TEST_F(HostsTest, HaveToShareTheResults) {
  StudyDirectory const study(study_on_hosts("[n1, n2]", of_program));
  auto const answer =
      assay(study, "run", quietly, {"n1", "n2=" + study.path().string()});
  EXPECT_EQ(answer.exit_code, 3) << answer.output_tail;
  EXPECT_THAT(
      answer.output_tail,
      HasSubstr("n2 does not see " + (study.path() / "results").string() + ": "));
  EXPECT_FALSE(exists(study.results()));
}

}  // namespace
}  // namespace assay
