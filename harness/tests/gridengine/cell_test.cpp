// SPDX-License-Identifier: Apache-2.0
// assay submit, status, collect and cancel, and runs in jobs, on a real cell of Grid
// Engine. Where there can be none each test is skipped by its name.
#include "cell.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <set>

#include "lack.hpp"
#include "study_on_nodes.hpp"

namespace assay {
namespace {

using testing::HasSubstr;
namespace fs = std::filesystem;

class CellTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (no_cell().is_absent) GTEST_SKIP() << no_cell().why;
    if (!no_cell().why.empty()) lack(no_cell().why);
  }

  Cell::Answer assay(std::string const& words) { return cell_.run("./assay " + words); }

  std::string job(std::string const& group) const {
    auto const ids = cell_.read("results/s/groups/" + group + "/jobs");
    auto const end = ids.find_last_not_of('\n');
    if (end == std::string::npos) return "none";
    auto const begin = ids.rfind('\n', end);
    return ids.substr(begin + 1, end - begin);
  }

  /// All that its jobs printed.
  std::string log(std::string const& group) {
    return cell_.run("cat results/s/groups/" + group + "/*.o*").text;
  }

  Json status() { return parse_json(assay("status s --json --launches").text); }

  std::string state_of(std::string const& group) {
    auto const all = status();
    for (auto const& one : all.at("groups"))
      if (one.at("group") == group) return one.at("state");
    return "absent";
  }

  /// The job `run`, which runs the study on so many slots; it takes no more than
  /// `time_s`.
  std::string run_in_job(int slots, int time_s) {
    auto const script = (cell_.project() / "job.sh").string();
    cell_.write("job.sh", "cd " + cell_.project().string() +
                              "\nexec ./assay run --reserve 5 --jobscript " + script +
                              " \"$@\"\n");
    auto const id =
        cell_
            .run(
                "qsub -terse -N run -V -S /bin/bash -j y -o run.log -cwd "
                "-r y -pe whole " +
                std::to_string(slots) + " -l h_rt=" + std::to_string(time_s) +
                " job.sh s.yaml --no-report")
            .text;
    return id.substr(0, id.find('\n'));
  }

  Cell cell_;
};

TEST_F(CellTest, AStudyIsSubmittedMeasuredAndCollected) {
  cell_.write("s.yaml", test::two_groups("s", 2, "2e7"));
  auto const submitted = assay("submit s.yaml");
  ASSERT_EQ(submitted.exit_code, 0) << submitted.text;
  EXPECT_THAT(submitted.text, HasSubstr("2 nodes of 2 cores"));
  EXPECT_EQ(status().at("groups").size(), 3U);
  ASSERT_TRUE(cell_.wait_for_end(job("collect"))) << cell_.run("qstat -f").text;
  EXPECT_EQ(cell_.good_launches("s").size(), 4U)
      << log("n1") << log("n2") << log("collect");
  for (auto const& record : cell_.lines("s", "record")) {
    bool const is_alone = record["requested"]["nodes"] == 1;
    EXPECT_EQ(record["job"]["job"], job(is_alone ? "n1" : "n2"));
    auto const nodes = record["job"]["nodes"].get<std::string>();
    EXPECT_EQ(nodes.find(',') == nodes.npos, is_alone) << nodes;
  }
  EXPECT_EQ(cell_.lines("s", "manifest").size(), 1U);
  EXPECT_EQ(state_of("n1"), "done");
  EXPECT_EQ(state_of("collect"), "completed");
  EXPECT_THAT(assay("submit s.yaml").text, HasSubstr("nothing to submit"));
}

TEST_F(CellTest, AStudyInTheQueueIsShownRefusedAndCancelled) {
  cell_.write("s.yaml", test::two_groups("s", 40, "1e8"));
  ASSERT_EQ(assay("submit s.yaml").exit_code, 0);
  EXPECT_THAT(assay("submit s.yaml").text, HasSubstr("is in the queue"));
  EXPECT_THAT(assay("status s").text, HasSubstr("as Grid Engine said"));
  EXPECT_THAT(assay("cancel s").text, HasSubstr("cancelled: "));
  EXPECT_TRUE(cell_.wait_for_end(job("n1")));
  EXPECT_TRUE(cell_.wait_for_end(job("n2")));
  EXPECT_THAT(assay("cancel s").text, HasSubstr("nothing of study s is in the queue"));
}

TEST_F(CellTest, ADeletedStudyIsFoundByWhereItsJobsRun) {
  cell_.write("s.yaml", test::two_groups("s", 40, "1e8"));
  cell_.run("qmod -d all.q");
  ASSERT_EQ(assay("submit s.yaml").exit_code, 0);
  auto const id = job("n1");
  fs::remove_all(cell_.project() / "results");
  EXPECT_THAT(assay("cancel s").text, HasSubstr("cancelled: "));
  EXPECT_TRUE(cell_.wait_for_end(id, 20));
}

TEST_F(CellTest, WhatGridEngineRefusesIsQuotedAndNothingIsLeft) {
  cell_.write(
      "s.yaml",
      test::two_groups("s", 2, "2e7", "gridengine: {directives: [-l nonsense=1]}\n"));
  auto const refused = assay("submit s.yaml");
  EXPECT_EQ(refused.exit_code, 3) << refused.text;
  EXPECT_THAT(refused.text, HasSubstr("unknown resource \"nonsense\""));
  EXPECT_THAT(refused.text, HasSubstr("Nothing is left in the queue"));
  EXPECT_THAT(assay("submit s.yaml -D gridengine.directives=[] "
                    "-D gridengine.parallel_environment=nope")
                  .text,
              HasSubstr("nope"));
  EXPECT_EQ(cell_.run("qstat").text, "");
}

TEST_F(CellTest, AJobThatCannotStartIsToldAsSuch) {
  cell_.write("s.yaml", test::two_groups("s", 2, "2e7"));
  cell_.run("qmod -d all.q");
  ASSERT_EQ(assay("submit s.yaml").exit_code, 0);
  auto const told = cell_.run(
      "mv results/s/groups/n1 away; qmod -e all.q >moved; for i in $(seq 150); do "
      "qstat | grep -q Eqw && break; sleep 0.2; done; mv away results/s/groups/n1; "
      "./assay status s");
  EXPECT_THAT(told.text, HasSubstr("cannot start: "));
  assay("cancel s");
}

TEST_F(CellTest, LongWorkTakesSeveralJobsInTurn) {
  cell_.write("s.yaml",
              "study: s\nkernel: pi\nscaling: strong\nrepetitions: 2\nnodes: 1\n"
              "ranks: 2\nsamples: 5e8\nlaunches: {min: 12, max: 12}\n"
              "gridengine: {time: 60s, collect: no, continue: requeue}\n");
  EXPECT_THAT(assay("submit s.yaml --dry-run").text, HasSubstr(" -tc 1 "));
  ASSERT_EQ(assay("submit s.yaml").exit_code, 0);
  ASSERT_TRUE(cell_.wait_for_end(job("n1"), 280)) << cell_.run("qstat -f").text;
  EXPECT_THAT(assay("collect s --no-report").text, HasSubstr("new lines"));
  auto const good = cell_.good_launches("s");
  EXPECT_EQ(good.size(), 12U) << log("n1");
  for (auto const& [launch, count] : good) EXPECT_EQ(count, 1);
}

/// Of 1.25 s or more each, on a fast and quiet host too, and little more on a busy one.
std::string many_launches(int launches, std::string const& nodes,
                          std::string const& continuation) {
  auto const count = std::to_string(launches);
  return "study: s\nprogram: [sleep, \"1.25\"]\nproof: none\nscaling: strong\nnodes: " +
         nodes + "\nranks: 2\nlaunches: {min: " + count + ", max: " + count +
         "}\ngridengine: {continue: " + continuation + "}\n";
}

TEST_F(CellTest, ARunWhoseTimeIsOverGoesOnInTheSameJob) {
  cell_.write("s.yaml", many_launches(24, "1", "requeue"));
  ASSERT_TRUE(cell_.wait_for_end(run_in_job(2, 30), 280)) << cell_.run("qstat").text;
  EXPECT_EQ(cell_.good_launches("s").size(), 24U) << cell_.read("run.log");
  EXPECT_THAT(cell_.read("run.log"), HasSubstr("the study goes on in the same job"));
  std::set<int> restarts;
  for (auto const& record : cell_.lines("s", "record"))
    restarts.insert(record["job"]["restarts"].get<int>());
  EXPECT_EQ(restarts, (std::set{0, 1}));
}

TEST_F(CellTest, AJobOnSeveralHostsIsNotRequeued) {
  cell_.write("s.yaml", many_launches(24, "2", "requeue"));
  ASSERT_TRUE(cell_.wait_for_end(run_in_job(4, 30), 100)) << cell_.run("qstat").text;
  EXPECT_THAT(cell_.read("run.log"), HasSubstr("ran on several hosts"));
}

TEST_F(CellTest, AJobOnSeveralHostsGoesOnInANewJob) {
  cell_.write("s.yaml", many_launches(16, "2", "resubmit"));
  run_in_job(4, 22);
  ASSERT_TRUE(cell_.wait_for_end("run", 280)) << cell_.run("qstat").text;
  auto const log = cell_.read("run.log");
  EXPECT_THAT(log, HasSubstr("[ 16/16] launch 16"));
  EXPECT_THAT(log, HasSubstr("the study goes on in a new job"));
  std::set<std::string> jobs;
  for (auto const& record : cell_.lines("s", "record")) {
    EXPECT_EQ(record["job"]["restarts"], 0);
    EXPECT_EQ(record["job"]["nodes"].get<std::string>().size(), 11U) << "node1,node2";
    jobs.insert(record["job"]["job"]);
  }
  EXPECT_GE(jobs.size(), 2U) << log;
}

// The plan takes the time until the first look at the interval, which is never narrow
// enough: one job, of which launches have half a minute.
TEST_F(CellTest, ASubmittedGroupOnSeveralHostsGoesOnInItsNextTurn) {
  cell_.write("s.yaml",
              "study: s\nprogram: [sleep, 2]\nproof: none\nscaling: strong\n"
              "nodes: 2\nranks: 2\nlaunches: {min: 2, max: 20, until: 0.001%}\n"
              "limits: {timeout: 5s}\n"
              "gridengine: {time: 60s, collect: no, continue: requeue}\n");
  ASSERT_EQ(assay("submit s.yaml").exit_code, 0);
  ASSERT_TRUE(cell_.wait_for_end(job("n2"), 280)) << cell_.run("qstat -f").text;
  EXPECT_THAT(assay("collect s --no-report").text, HasSubstr("new lines"));
  std::set<int> launches;  // of which a busy host may take some twice
  for (auto const& record : cell_.lines("s", "record"))
    launches.insert(record["launch"].get<int>());
  EXPECT_EQ(launches.size(), 20U) << log("n2");
  EXPECT_THAT(log("n2"), HasSubstr("The next of its jobs in turn goes on"));
  EXPECT_THAT(cell_.run("qstat").text, testing::IsEmpty());
}

TEST_F(CellTest, AFirstSiteFileNamesTheOnlyChoices) {
  auto const site = assay("doctor --site").text;
  EXPECT_THAT(site, HasSubstr("\n  parallel_environment: whole\n"));
  EXPECT_THAT(site, HasSubstr("\n  queue: all.q\n"));
}

}  // namespace
}  // namespace assay
