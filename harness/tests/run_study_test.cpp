// SPDX-License-Identifier: Apache-2.0
// The loop without processes: a starter that answers as a worker would.
#include "run/run_study.hpp"

#include <gmock/gmock.h>

#include <fstream>

#include "common/json.hpp"
#include "common/place.hpp"
#include "os/errors.hpp"
#include "os/sha256.hpp"
#include "records/point_json.hpp"
#include "run/remaining.hpp"
#include "silent.hpp"

namespace assay {
namespace {

namespace fs = std::filesystem;

Json job_of(Command const& command) {
  std::ifstream in(command.argv.back());
  return parse_json(in);
}

Json world_of(Json const& job) {
  Json world{{"ranks", job["ranks"]}, {"nodes", 1}, {"by_rank", Json::array()}};
  for (int rank = 0; rank < job["ranks"].get<int>(); ++rank) {
    world["by_rank"].push_back({{"node", 0},
                                {"cpus", std::to_string(rank)},
                                {"cores", 1},
                                {"threads", job["threads"]}});
  }
  return world;
}

Json result_of(Json const& job, double makespan_s) {
  auto const& asked = job["measurements"][0];
  auto const times =
      std::vector<double>(asked["repetitions"].get<std::size_t>(), makespan_s);
  return {{"schema", 1},
          {"nonce", job["nonce"]},
          {"world", world_of(job)},
          {"measurements",
           {{{"kernel", "pi"},
             {"samples", asked["samples"]},
             {"samples_by_rank", {asked["samples"]}},
             {"tallies", {{"hits", "785"}}},
             {"makespan_s", times}}}}};
}

void write(Json const& job, Json const& result) {
  fs::path const file = job["result"].get<std::string>();
  std::ofstream(file) << to_text(result);
  std::ofstream(file.parent_path() / "started");
}

ProcessResult exited(int exit_code) {
  ProcessResult result;
  result.ending = Ending::exited;
  result.exit_code = exit_code;
  result.wall_s = 0.01;
  return result;
}

class RunStudy : public testing::Test {
 protected:
  RunStudy() {
    fs::remove_all(directory_);
    fs::create_directories(directory_ / "attempts");
    spec_.study.name = "s";
    spec_.study.scaling = {Scaling::strong};
    spec_.study.launches = {6, 8, 0.02};
    spec_.study.repetitions = 3;
    for (int ranks = 1; ranks <= 2; ++ranks) {
      Point point;
      point.kernel = "pi";
      point.samples = 1000;
      point.ranks = ranks;
      point.repetitions = 3;
      point.series = {Scaling::strong};
      add(point);
    }
    spec_.directory = directory_;
    spec_.manifest = {{"machine", "m"}};
  }
  ~RunStudy() override { fs::remove_all(directory_); }

  void add(Point const& point) {
    spec_.ids.push_back(point_id(point, "worker"));
    spec_.plan.points.push_back(point);
  }

  /// `start` answers for one command.
  template <typename Start>
  RunOutcome run(Start const& start) {
    Journal journal(directory_ / "journal.jsonl");
    Silent silent;
    ProcessExecutor executor(
        [&](std::span<Command const> commands, ProcessLimits const& limits) {
          std::vector<ProcessResult> results;
          for (auto const& command : commands)
            results.push_back(start(command, limits));
          return results;
        });
    return run_study(spec_, journal, executor, silent);
  }

  std::vector<Json> lines(std::string const& kind) const {
    std::vector<Json> found;
    for (auto const& line : read_journal(directory_ / "journal.jsonl").lines) {
      if (line["kind"] == kind) found.push_back(line);
    }
    return found;
  }

  std::map<std::string, int> verdicts() const {
    std::map<std::string, int> count;
    for (auto const& record : lines("record")) ++count[record["verdict"]];
    return count;
  }

  fs::path directory_ =
      fs::path(testing::TempDir()) / ("assay-run-" + std::to_string(getpid()));
  RunSpec spec_;
};

ProcessResult answer(Command const& command, ProcessLimits const&) {
  auto const job = job_of(command);
  write(job, result_of(job, 0.5));
  return exited(0);
}

TEST_F(RunStudy, StopsWhenTheIntervalIsNarrow) {
  auto const outcome = run(answer);
  EXPECT_EQ(outcome.ok, 12);
  EXPECT_EQ(outcome.failed, 0);
  auto const stops = lines("stop");
  ASSERT_EQ(stops.size(), 2U);
  EXPECT_EQ(stops[0]["reason"], "ci");
  EXPECT_EQ(stops[0]["launches"], 6);
}

/// Launches of so many ranks take turns to be fast and slow.
template <typename Ranks>
auto uneven_with(Ranks const& is_uneven) {
  return [is_uneven, call = std::make_shared<int>(0)](Command const& command,
                                                      ProcessLimits const&) {
    auto const job = job_of(command);
    bool const is_slow = is_uneven(job["ranks"]) && ++*call % 2 == 0;
    write(job, result_of(job, is_slow ? 0.6 : 0.5));
    return exited(0);
  };
}

TEST_F(RunStudy, HasTheBaseInEveryBlock) {
  auto const outcome = run(uneven_with([](int ranks) { return ranks == 2; }));
  EXPECT_EQ(outcome.ok, 16) << "8 blocks, though the base was known after 6";
  auto const stops = lines("stop");
  ASSERT_EQ(stops.size(), 2U);
  EXPECT_EQ(stops[0]["reason"], "ci") << "the base's own interval";
  EXPECT_EQ(stops[0]["launches"], 8);
  EXPECT_EQ(stops[1]["reason"], "max");
}

TEST_F(RunStudy, TakesTheNextBaseWhereTheFirstIsGivenUp) {
  auto larger = spec_.plan.points[1];
  larger.ranks = 4;
  add(larger);
  auto const uneven = uneven_with([](int ranks) { return ranks == 4; });
  auto const without_one = [&](Command const& command, ProcessLimits const& limits) {
    return job_of(command)["ranks"] == 1 ? exited(1) : uneven(command, limits);
  };
  EXPECT_EQ(run(without_one).ok, 16) << "8 blocks of 2 and 4 ranks";
}

TEST_F(RunStudy, CountsBlocksOverAllStarts) {
  int call = 0;
  run([&](Command const& command, ProcessLimits const& limits) {
    bool const fails = job_of(command)["ranks"] == 2 && ++call == 2;
    return fails ? exited(1) : answer(command, limits);
  });
  spec_.failed = Failed::retry;
  run(answer);
  auto const records = lines("record");
  auto const again = std::find_if(records.begin(), records.end(),
                                  [](Json const& one) { return one["attempt"] == 2; });
  ASSERT_NE(again, records.end());
  EXPECT_EQ((*again)["block"], again[-1]["block"].get<int>() + 2);
  auto const history = read_history(read_journal_bytes(directory_ / "journal.jsonl"));
  auto const& base = history.of(spec_.ids[0]);
  auto const& point = history.of(spec_.ids[1]);
  auto const beside = launched_before(100, point, {&base}).bases_s.at(0);
  EXPECT_EQ(std::count(beside.begin(), beside.end(), std::nullopt), 1);
}

TEST_F(RunStudy, NeedsNoPointForTheSakeOfItsBase) {
  spec_.plan.points[0].series = {Scaling::weak};  // on no curve with the other
  auto const outcome = run(uneven_with([](int ranks) { return ranks == 1; }));
  EXPECT_EQ(outcome.ok, 8 + 6);
}

TEST_F(RunStudy, TheBudgetEndsABaseThatIsKnownWithItsOwnReason) {
  spec_.study.launches = {6, 50, 0.02};
  spec_.study.limits.core_hours = 21 * 3 * 0.01 / 3600;  // blocks of 3 cores
  run(uneven_with([](int ranks) { return ranks == 2; }));
  auto const stops = lines("stop");
  ASSERT_EQ(stops.size(), 2U);
  EXPECT_EQ(stops[0]["reason"], "ci");
  EXPECT_EQ(stops[1]["reason"], "budget");
}

TEST_F(RunStudy, KeepsItsOrderWhenItGoesOn) {
  run(answer);
  auto const first = lines("study").at(0)["order_seed"];
  run(answer);
  EXPECT_EQ(lines("study").at(1)["order_seed"], first);
  fs::remove(directory_ / "journal.jsonl");
  run(answer);
  EXPECT_NE(lines("study").at(0)["order_seed"], first) << "a study anew has its own";
  spec_.study.order_seed = 7;
  run(answer);
  EXPECT_EQ(lines("study").at(1)["order_seed"], "0x7");
}

TEST_F(RunStudy, GoesOnToTheMaximumWhenItIsNot) {
  int call = 0;
  auto const noisy = [&](Command const& command, ProcessLimits const&) {
    auto const job = job_of(command);
    write(job, result_of(job, 0.5 + 0.1 * (call++ / 2)));
    return exited(0);
  };
  EXPECT_EQ(run(noisy).ok, 16);
  EXPECT_EQ(lines("stop")[0]["reason"], "max");
}

TEST_F(RunStudy, EachBlockVisitsEachPointOnce) {
  run(answer);
  std::set<std::pair<std::string, int>> seen;
  auto const records = lines("record");
  for (auto const& record : records) {
    EXPECT_TRUE(
        seen.emplace(record["point"].get<std::string>(), record["launch"].get<int>())
            .second);
  }
  for (std::size_t i = 0; i + 1 < records.size(); i += 2) {
    EXPECT_EQ(records[i]["block"], records[i + 1]["block"]);
    EXPECT_NE(records[i]["point"], records[i + 1]["point"]);
  }
}

TEST_F(RunStudy, AFinishedStudyStartsNothing) {
  run(answer);
  auto const outcome = run([](Command const&, ProcessLimits const&) -> ProcessResult {
    throw std::logic_error("started");
  });
  EXPECT_EQ(outcome.ok, 12);
  EXPECT_EQ(lines("stop").size(), 2U);
  EXPECT_EQ(lines("manifest").size(), 1U);
}

TEST_F(RunStudy, AnInterruptedLaunchIsRunAgainAndOnlyThat) {
  int call = 0;
  auto const interrupted = [&](Command const& command, ProcessLimits const& limits) {
    if (++call != 5) return answer(command, limits);
    ProcessResult result;
    result.ending = Ending::interrupted;
    return result;
  };
  run(interrupted);
  EXPECT_EQ(verdicts()["interrupted"], 1);
  EXPECT_EQ(call, 5);  // the run ends with it
  run(answer);
  std::map<std::pair<std::string, int>, int> good;
  for (auto const& record : lines("record")) {
    if (record["verdict"] == "ok") ++good[{record["point"], record["launch"]}];
  }
  EXPECT_EQ(good.size(), 12U);
  for (auto const& [launch, count] : good) {
    EXPECT_EQ(count, 1);
    EXPECT_LE(launch.second, 6);  // none in the place of the interrupted one
  }
}

TEST_F(RunStudy, AnAttemptThatWasCutOffIsRecordedAndRunAgain) {
  EXPECT_THROW(run([](Command const&, ProcessLimits const&) -> ProcessResult {
                 throw std::runtime_error("killed");
               }),
               std::runtime_error);
  EXPECT_EQ(std::distance(fs::directory_iterator(directory_ / "attempts"), {}), 1);
  EXPECT_EQ(run(answer).ok, 12);
  EXPECT_EQ(verdicts()["interrupted"], 1);
  EXPECT_TRUE(fs::is_empty(directory_ / "attempts"));
  for (auto const& record : lines("record")) {
    if (record["verdict"] == "interrupted") {
      EXPECT_EQ(record["attempt"], 1);
    }
  }
}

/// As `answer`, while others use so many CPUs of this host.
ProcessResult answer_beside(double others_cpus, Command const& command) {
  auto result = answer(command, {});
  result.noise.emplace().others_cpus = others_cpus;
  return result;
}

TEST_F(RunStudy, ADisturbedLaunchIsTriedAgainAfterTheOthersOfItsBlock) {
  int call = 0;
  auto const outcome = run([&](Command const& command, ProcessLimits const&) {
    return answer_beside(++call == 1 ? 1.7 : 0, command);
  });
  EXPECT_EQ(outcome.ok, 12);
  EXPECT_EQ(outcome.failed, 0);
  EXPECT_EQ(outcome.disturbed, 0) << "its second attempt was quiet";
  auto const records = lines("record");
  ASSERT_EQ(records.size(), 13U);
  EXPECT_EQ(records[0]["verdict"], "disturbed");
  EXPECT_EQ(records[0]["detail"], "other processes used 1.70 CPUs");
  EXPECT_EQ(records[0]["result"]["noise"]["others_cpus"], 1.7);
  EXPECT_FALSE(records[0].contains("output_tail")) << "it did what it was asked to";
  EXPECT_NE(records[1]["point"], records[0]["point"]);
  EXPECT_EQ(records[2]["point"], records[0]["point"]);
  EXPECT_EQ(records[2]["attempt"], 2);
  EXPECT_EQ(records[2]["block"], records[0]["block"]);
}

TEST_F(RunStudy, DisturbedLaunchesAreNoFailuresAndHaveAnEnd) {
  auto const outcome = run([](Command const& command, ProcessLimits const&) {
    return answer_beside(1.7, command);
  });
  EXPECT_EQ(outcome.ok, 0);
  EXPECT_EQ(outcome.failed, 0) << "the exit code is that of a study without failures";
  EXPECT_EQ(outcome.disturbed, 12);
  EXPECT_EQ(verdicts()["disturbed"], 2 * (6 + 2)) << "repeated while it may be chance";
  auto const stops = lines("stop");
  ASSERT_EQ(stops.size(), 2U);
  EXPECT_EQ(stops[0]["reason"], "disturbed");
}

TEST_F(RunStudy, LaunchesThatWereDisturbedTooOftenAreRepeatedWhereAskedFor) {
  run([](Command const& command, ProcessLimits const&) {
    return answer_beside(1.7, command);
  });
  spec_.failed = Failed::retry;
  auto const outcome = run([](Command const& command, ProcessLimits const&) {
    return answer_beside(0, command);
  });
  EXPECT_EQ(outcome.ok, 12);
  EXPECT_EQ(outcome.disturbed, 0);
}

TEST_F(RunStudy, IsNotDisturbedBeyondItsBudget) {
  spec_.study.limits.core_hours = 2.5 * 3 * 0.01 / 3600;  // two blocks of 3 cores
  run([](Command const& command, ProcessLimits const&) {
    return answer_beside(1.7, command);
  });
  EXPECT_EQ(lines("record").size(), 4U);
  EXPECT_EQ(lines("stop")[0]["reason"], "budget");
}

TEST_F(RunStudy, KeepsDisturbedLaunchesWhereTheStudySaysSo) {
  spec_.disturbed = Disturbed::keep;
  auto const outcome = run([](Command const& command, ProcessLimits const&) {
    return answer_beside(1.7, command);
  });
  EXPECT_EQ(outcome.ok, 12);
  EXPECT_EQ(lines("record")[0]["result"]["noise"]["others_cpus"], 1.7);
  EXPECT_FALSE(lines("study")[0].contains("noise_limits")) << "nothing was judged";
}

TEST_F(RunStudy, JudgesByTheLimitsOfItsHostAndSaysWhich) {
  spec_.host = "here";
  spec_.noise_limits["here"].others_cpus = 0.5;
  spec_.noise_limits["here"].measured_utc = "yesterday";
  auto const outcome = run([](Command const& command, ProcessLimits const&) {
    auto result = answer_beside(0.4, command);
    result.noise->node = "here";
    return result;
  });
  EXPECT_EQ(outcome.ok, 12);
  EXPECT_EQ(lines("study")[0]["noise_limits"]["others_cpus"], 0.5);
  EXPECT_EQ(lines("study")[0]["noise_limits"]["measured_utc"], "yesterday");
}

TEST_F(RunStudy, LearnsFromItsFirstLaunchesWhatIsUsualOnANewHost) {
  std::vector<std::vector<Noise>> kept;
  spec_.keep_limits = [&](std::vector<Noise> const& windows) {
    kept.push_back(windows);
  };
  run([](Command const& command, ProcessLimits const&) {
    return answer_beside(0.05, command);
  });
  ASSERT_EQ(kept.size(), 1U);
  EXPECT_EQ(kept[0].size(), fewest_windows);
}

/// As a worker on two nodes tells it, of which n2 is busy in every launch.
ProcessResult answer_of_two_nodes(Command const& command, ProcessLimits const&) {
  auto const job = job_of(command);
  auto result = result_of(job, 0.5);
  for (auto const* node : {"n1", "n2"})
    result["noise_by_node"].push_back(
        {{"node", node}, {"others_cpus", node == std::string("n2") ? 1.5 : 0.0}});
  write(job, result);
  return exited(0);
}

TEST_F(RunStudy, LeavesOutANodeThatIsNoisyAgainAndAgain) {
  spec_.job.record_key = "slurm";
  spec_.job.record = {{"job", "4711"}};
  spec_.job.nodes = {"n1", "n2"};
  run(answer_of_two_nodes);
  auto const records = lines("record");
  EXPECT_EQ(records[0]["verdict"], "disturbed");
  EXPECT_EQ(records[0]["detail"], "n2: other processes used 1.50 CPUs");
  EXPECT_EQ(records[0]["disturbed_nodes"], Json::array({"n2"}));
  EXPECT_EQ(records[0]["result"]["noise"]["others_cpus"], 1.5) << "of the worst node";
  EXPECT_FALSE(records[0]["result"].contains("noise_by_node"));
  auto const left_out = lines("left_out");
  ASSERT_EQ(left_out.size(), 1U);
  EXPECT_EQ(left_out[0]["node"], "n2");
  EXPECT_EQ(left_out[0]["failures"], most_noisy_launches);
  EXPECT_EQ(left_out[0]["is_noisy"], true);
}

TEST_F(RunStudy, APointThatAlwaysFailsIsGivenUp) {
  auto const fails_on_two = [](Command const& command, ProcessLimits const& limits) {
    if (job_of(command)["ranks"] == 1) return answer(command, limits);
    return exited(1);
  };
  auto const outcome = run(fails_on_two);
  EXPECT_EQ(outcome.ok, 6);
  EXPECT_EQ(outcome.failed, most_failures);
  EXPECT_EQ(verdicts()["launcher"], most_failures);
}

TEST_F(RunStudy, WhatSlurmLostIsTriedAgainWhenSlurmIsThere) {
  for (auto& point : spec_.plan.points) point.launcher = "srun";
  spec_.job.is_ending = [] { return false; };
  std::vector<int> losses;
  spec_.job.await_scheduler = [&](int n) { losses.push_back(n); };
  int call = 0;
  auto const lossy = [&](Command const& command, ProcessLimits const& limits) {
    if (call++ >= 2) return answer(command, limits);
    auto lost = exited(143);
    lost.output_tail = "srun: Force Terminated StepId=1.0\n";
    return lost;
  };
  EXPECT_EQ(run(lossy).ok, 12);
  EXPECT_EQ(verdicts()["scheduler"], 2);
  EXPECT_EQ(losses, (std::vector{1, 2}));
}

TEST(RemainingLaunches, AreNoneWhereTheRunGivesUp) {
  StopRule const rule({6, 10, 0.02});
  PointHistory history;
  EXPECT_EQ(remaining_launches(history, rule), 6);
  history.settled = {{1, VerdictClass::crash}, {2, VerdictClass::hang}};
  EXPECT_EQ(remaining_launches(history, rule), 4);
  history.settled[3] = VerdictClass::crash;
  EXPECT_EQ(remaining_launches(history, rule), 0);
  EXPECT_FALSE(is_given_up(history, {3}));
  history.settled = {{1, VerdictClass::config}};
  EXPECT_EQ(remaining_launches(history, rule), 0);
  EXPECT_FALSE(is_given_up(history, {1}));
  history.good_s[2] = 0.5;
  EXPECT_FALSE(is_given_up(history));
}

TEST_F(RunStudy, ABaseIsStillNeededInTheJobOfItsCurve) {
  int call = 0;
  auto const uneven = uneven_with([](int ranks) { return ranks == 2; });
  run([&](Command const& command, ProcessLimits const& limits) {
    if (++call <= 12) return uneven(command, limits);
    ProcessResult result;
    result.ending = Ending::interrupted;
    return result;
  });
  StopRule const rule({6, 8, 0.02});
  auto const history = read_history(read_journal_bytes(directory_ / "journal.jsonl"));
  auto points = spec_.plan.points;
  using Launches = std::vector<int>;
  EXPECT_EQ(launches_in_jobs(points, spec_.ids, history, rule), (Launches{2, 2}));
  points[1].nodes = 2;
  EXPECT_EQ(launches_in_jobs(points, spec_.ids, history, rule), (Launches{0, 2}));
  auto ids = spec_.ids;
  for (int const nodes : {2, 4}) {
    points.push_back(points[0]);
    points.back().job_nodes = nodes;
    ids.push_back("copy for " + std::to_string(nodes));
  }
  EXPECT_EQ(launches_in_jobs(points, ids, history, rule), (Launches{0, 2, 8, 0}));
}

/// The second point becomes one on two nodes, and the first the copy of its base there.
void make_job_of_two_nodes(Plan& plan) {
  plan.elsewhere = {plan.points[0]};
  plan.points[0].job_nodes = 2;
  plan.points[1].nodes = 2;
}

/// The same, with two ranks on two nodes.
template <typename Start>
auto over_two_nodes(Start const& start) {
  return [start](Command const& command, ProcessLimits const& limits) {
    auto const process = start(command, limits);
    auto const job = job_of(command);
    if (job["ranks"] != 2) return process;
    std::ifstream in(job["result"].get<std::string>());
    auto result = parse_json(in);
    result["world"]["nodes"] = 2;
    result["world"]["by_rank"][1]["node"] = 1;
    write(job, result);
    return process;
  };
}

TEST_F(RunStudy, ACopyOfABaseIsLaunchedAsLongAsAPointNeedsIt) {
  make_job_of_two_nodes(spec_.plan);
  auto const outcome =
      run(over_two_nodes(uneven_with([](int ranks) { return ranks == 2; })));
  EXPECT_EQ(outcome.ok, 8 + 8);
}

TEST_F(RunStudy, ACopyOfABaseNeedsNoLaunchForItself) {
  make_job_of_two_nodes(spec_.plan);
  spec_.plan.points[1].series = {Scaling::weak};  // on no curve with it
  EXPECT_EQ(run(over_two_nodes(answer)).ok, 6);
}

TEST_F(RunStudy, FailuresAreKeptUnlessAskedAndRetriedOnce) {
  int call = 0;
  auto const fails_once = [&](Command const& command, ProcessLimits const& limits) {
    return ++call == 3 ? exited(1) : answer(command, limits);
  };
  EXPECT_EQ(run(fails_once).failed, 1);
  EXPECT_EQ(run(answer).failed, 1);
  spec_.failed = Failed::retry;
  EXPECT_EQ(run(answer).failed, 0);
  auto const records = lines("record");
  EXPECT_EQ(std::count_if(records.begin(), records.end(),
                          [](Json const& r) { return r["attempt"] == 2; }),
            1);
}

TEST_F(RunStudy, AnotherTallyIsAWrongAnswer) {
  auto const wrong_on_two = [](Command const& command, ProcessLimits const&) {
    auto const job = job_of(command);
    auto result = result_of(job, 0.5);
    if (job["ranks"] == 2) result["measurements"][0]["tallies"]["hits"] = "786";
    write(job, result);
    return exited(0);
  };
  // Which of the two is right nobody can say: neither is, whichever came first.
  run(wrong_on_two);
  EXPECT_EQ(verdicts()["ok"], 1);
  EXPECT_GE(verdicts()["wrong_answer"], 2 * most_failures - 1);
  auto const history = read_history(read_journal_bytes(directory_ / "journal.jsonl"));
  for (auto const& id : spec_.ids)
    EXPECT_THAT(history.of(id).good_s, testing::IsEmpty()) << id;
}

TEST_F(RunStudy, AWorkerThatChangesEndsTheStudyWithoutMixing) {
  auto const workers = directory_ / "workers";
  fs::create_directories(workers);
  auto const worker = workers / "assay-worker-openmp";
  std::ofstream(worker) << "first";
  setenv("ASSAY_WORKER_DIR", workers.c_str(), 1);
  spec_.worker_hashes = {{"openmp", sha256("first")}};
  int call = 0;
  auto const rebuilt_at_3 = [&](Command const& command, ProcessLimits const& limits) {
    if (++call == 3) std::ofstream(worker) << "other";
    return answer(command, limits);
  };
  EXPECT_THROW(run(rebuilt_at_3), EnvironmentError);
  EXPECT_EQ(verdicts(), (std::map<std::string, int>{{"ok", 2}, {"config", 1}}));
  unsetenv("ASSAY_WORKER_DIR");
}

TEST_F(RunStudy, AProgramThatChangesEndsTheStudyWithoutMixing) {
  auto const script = directory_ / "program.py";
  std::ofstream(script) << "first";
  Program program;
  program.name = "mine";
  program.argv = {"mine"};
  program.readings.proof = Proof::none;  // no process is started here
  program.files = {script.string()};
  program.files_sha256 = sha256(sha256("first"));
  spec_.plan.points.resize(1);
  spec_.ids.resize(1);
  spec_.plan.points[0].kernel = "mine";
  spec_.plan.points[0].program = std::make_shared<Program const>(program);
  spec_.plan.points[0].repetitions = 1;
  int call = 0;
  auto const edited_at_3 = [&](Command const& command, ProcessLimits const&) {
    if (command.argv.back().ends_with("places")) {
      auto const place = place_json(look_around({{0}}));
      std::ofstream(fs::path(command.argv.back()) / "0.place")
          << to_text({{"rank", 0}, {"place", place}});
      return exited(0);
    }
    if (++call == 3) std::ofstream(script) << "other";
    return exited(0);
  };
  EXPECT_THROW(run(edited_at_3), EnvironmentError);
  EXPECT_EQ(verdicts(), (std::map<std::string, int>{{"ok", 2}, {"config", 1}}));
}

TEST_F(RunStudy, TheBudgetEndsItAndSaysSo) {
  spec_.study.limits.wall_s = 0.0;
  run(answer);
  EXPECT_EQ(lines("record").size(),
            2U);  // a first block always runs: nothing is known before
  EXPECT_EQ(lines("stop")[0]["reason"], "budget");
}

}  // namespace
}  // namespace assay
