// SPDX-License-Identifier: Apache-2.0
#include "judge/judge.hpp"

#include <gmock/gmock.h>

#include "common/cpu_list.hpp"
#include "common/exit_codes.hpp"
#include "judge/lost_launch.hpp"

namespace assay {
namespace {

using testing::HasSubstr;
using testing::Not;

Json good_result() {
  return parse_json(R"({
    "schema": 1, "nonce": "abc",
    "world": {"ranks": 2, "nodes": 1, "by_rank": [
      {"host": "h", "node": 0, "pid": 1, "cpus": "0-1", "cores": 2, "threads": 2},
      {"host": "h", "node": 0, "pid": 2, "cpus": "2-3", "cores": 2, "threads": 2}]},
    "measurements": [{"kernel": "pi", "samples": "1000",
      "samples_by_rank": ["500", "500"], "tallies": {"hits": "785"},
      "estimate": {"value": 3.14, "reference": 3.1416, "standard_error": 0.05},
      "repetitions": [], "makespan_s": [0.1, 0.1], "skew_bound_s": [0, 0]}]})");
}

Evidence evidence(Json const& result) {
  Evidence e;
  e.requested.ranks = 2;
  e.requested.threads = 2;
  e.requested.samples = 1000;
  e.requested.repetitions = 2;
  e.nonce = "abc";
  e.process.ending = Ending::exited;
  e.worker_started = true;
  e.result = read_result(to_text(result), e.nonce);
  return e;
}

Verdict verdict_of(Json const& result) { return judge(evidence(result)).verdict; }

Json& rank(Json& result, std::size_t index) {
  return result["world"]["by_rank"][index];
}
Json& measurement(Json& result) { return result["measurements"][0]; }

TEST(Judge, AcceptsWhatWasAsked) {
  auto const judgement = judge(evidence(good_result()));
  EXPECT_EQ(judgement.verdict.of, VerdictClass::ok) << judgement.verdict.detail;
  EXPECT_EQ(judgement.result->whole, good_result());
}

TEST(Judge, SaysWhatSrunLacks) {
  auto shared = good_result();
  rank(shared, 1)["cpus"] = "0-1";
  auto e = evidence(shared);
  e.requested.launcher = "mpiexec";
  EXPECT_THAT(judge(e).verdict.detail, Not(HasSubstr("srun")));
  e.requested.launcher = "srun";
  EXPECT_THAT(judge(e).verdict.detail, HasSubstr("TaskPlugin=task/none does not"));
  e.process.output_tail = "srun: warning: cluster lacks support for cpu binding";
  EXPECT_THAT(judge(e).verdict.detail, HasSubstr("srun said: "));
  auto alone = evidence(good_result());
  alone.requested.ranks = 3;
  EXPECT_THAT(judge(alone).verdict.detail, Not(HasSubstr("PMIx")));
  alone.process.output_tail = "launch application,  2 singletons will be started.";
  EXPECT_THAT(judge(alone).verdict.detail, HasSubstr("SLURM_MPI_TYPE=pmix"));
}

TEST(Judge, TellsHowTheProcessEnded) {
  auto e = evidence(good_result());
  e.process.ending = Ending::timed_out;
  EXPECT_EQ(judge(e).verdict.of, VerdictClass::hang);
  e.process.ending = Ending::interrupted;
  EXPECT_EQ(judge(e).verdict.of, VerdictClass::interrupted);
  e.process.ending = Ending::not_started;
  EXPECT_EQ(judge(e).verdict.of, VerdictClass::launcher);
}

TEST(Judge, TellsADiskThatDidNotTakeTheResultFromACrash) {
  auto e = evidence(good_result());
  e.result = {};
  e.process.exit_code = exit_storage;
  e.process.output_tail =
      "assay-worker-serial: cannot write r.partial: No space left\n";
  EXPECT_EQ(judge(e).verdict.of, VerdictClass::storage);
  EXPECT_THAT(judge(e).verdict.detail, HasSubstr("No space left"));
  EXPECT_TRUE(is_loss(VerdictClass::storage)) << "it is tried again";
}

TEST(Judge, WithoutAResultAsksWhetherAWorkerStarted) {
  auto e = evidence(good_result());
  e.result = {};
  EXPECT_EQ(judge(e).verdict.of, VerdictClass::no_result);
  e.process.exit_code = 139;
  EXPECT_EQ(judge(e).verdict.of, VerdictClass::crash);
  EXPECT_THAT(judge(e).verdict.detail, HasSubstr("(signal 11)"));
  e.process.exit_code = 137;
  EXPECT_EQ(judge(e).verdict.of, VerdictClass::crash);
  EXPECT_THAT(judge(e).verdict.detail, HasSubstr("(signal 9: out of memory, perhaps)"));
  e.worker_started = false;
  EXPECT_EQ(judge(e).verdict.of, VerdictClass::launcher);
}

TEST(Judge, AResultDoesNotExcuseAFailedExit) {
  for (auto const& judged : {judge, judge_place}) {
    auto e = evidence(good_result());
    EXPECT_EQ(judged(e).verdict.of, VerdictClass::ok);
    e.process.exit_code = 1;
    EXPECT_EQ(judged(e).verdict.of, VerdictClass::crash);
    EXPECT_EQ(judged(e).verdict.detail, "exit code 1 after its result");
    e.process.exit_code = 0;
    e.process.ending = Ending::signalled;
    EXPECT_EQ(judged(e).verdict.of, VerdictClass::crash);
  }
}

TEST(Judge, RefusesAResultThatIsNotOfThisAttempt) {
  for (auto const* text : {"", "{", "null", "[1]", R"({"schema": 1})"}) {
    auto e = evidence(good_result());
    e.result = read_result(text, e.nonce);
    EXPECT_EQ(judge(e).verdict.of, VerdictClass::no_result) << text;
  }
  auto stale = good_result();
  stale["nonce"] = "other";
  EXPECT_EQ(verdict_of(stale).of, VerdictClass::no_result);
  auto foreign = good_result();
  foreign["schema"] = 2;
  EXPECT_EQ(verdict_of(foreign).of, VerdictClass::no_result);
}

TEST(Judge, RefusesAnotherWorld) {
  auto singletons = good_result();
  singletons["world"]["ranks"] = 1;
  EXPECT_EQ(verdict_of(singletons).of, VerdictClass::world);
  auto spread = good_result();
  spread["world"]["nodes"] = 2;
  EXPECT_EQ(verdict_of(spread).of, VerdictClass::world);
  auto uneven = good_result();
  rank(uneven, 1)["node"] = 1;
  EXPECT_EQ(verdict_of(uneven).of, VerdictClass::world);
}

TEST(Judge, RefusesThreadsWithoutCores) {
  auto fewer = good_result();
  rank(fewer, 1)["threads"] = 1;
  EXPECT_EQ(verdict_of(fewer).of, VerdictClass::binding);
  auto packed = good_result();
  rank(packed, 1)["cores"] = 1;
  EXPECT_EQ(verdict_of(packed).of, VerdictClass::binding);
  auto shared = good_result();
  rank(shared, 1)["cpus"] = "1-2";
  EXPECT_EQ(verdict_of(shared).of, VerdictClass::binding);
  EXPECT_THAT(verdict_of(shared).detail, HasSubstr("share CPU 1"));
}

TEST(Judge, HardwareThreadsOfOneCoreAreNotTwoCores) {
  auto siblings = good_result();
  rank(siblings, 0)["core_cpus"] = "0-1,4-5";
  rank(siblings, 1)["core_cpus"] = "2-3,6-7";
  EXPECT_EQ(verdict_of(siblings).of, VerdictClass::ok);
  rank(siblings, 1)["core_cpus"] = "2-3,4,6";
  EXPECT_EQ(verdict_of(siblings).of, VerdictClass::binding);
  EXPECT_THAT(verdict_of(siblings).detail, HasSubstr("share the core of CPU 4"));
}

TEST(Judge, TellsTooFewCoresFromABadBinding) {
  auto result = good_result();
  auto& node = result["world"]["by_node"][0];
  node = {{"host", "h"}, {"cpus", "0-3"}, {"cores", 4}};
  EXPECT_EQ(verdict_of(result).of, VerdictClass::ok);
  node["quota_cpus"] = 4.0;
  EXPECT_EQ(verdict_of(result).of, VerdictClass::ok);
  node["quota_cpus"] = 3.5;
  EXPECT_EQ(verdict_of(result).of, VerdictClass::oversubscribed);
  EXPECT_THAT(verdict_of(result).detail, HasSubstr("3.5 cores (quota"));
  node.erase("quota_cpus");
  node["cores"] = 2;
  rank(result, 0)["cpus"] = "0-1";
  rank(result, 1)["cpus"] = "0-1";
  EXPECT_EQ(verdict_of(result).of, VerdictClass::oversubscribed);
  node["cores"] = 4;
  EXPECT_EQ(verdict_of(result).of, VerdictClass::binding);
}

TEST(Judge, RefusesABackendThatIsOtherThanAsked) {
  auto result = good_result();
  result["worker"] = {{"backend", "openmp"}, {"concurrency", 2}};
  EXPECT_EQ(verdict_of(result).of, VerdictClass::ok);
  result["worker"]["concurrency"] = 1;
  EXPECT_EQ(verdict_of(result).of, VerdictClass::binding);
  result["worker"]["concurrency"] = 2;
  result["worker"]["backend"] = "serial";
  EXPECT_EQ(verdict_of(result).of, VerdictClass::config);
}

Evidence gpu_evidence(int exit_code, std::string const& output) {
  auto e = evidence(good_result());
  e.requested.backend = "cuda";
  e.result = {};
  e.worker_started = false;
  e.process.exit_code = exit_code;
  e.process.output_tail = output;
  return e;
}

TEST(Judge, TellsAMissingDriverOrDeviceFromACrash) {
  auto const loader = judge(gpu_evidence(
      127,
      "w: error while loading shared libraries: libcuda.so.1: cannot open\nmore\n"));
  EXPECT_EQ(loader.verdict.of, VerdictClass::device);
  EXPECT_EQ(loader.verdict.detail,
            "no cuda driver for the worker (exit code 127): libcuda.so.1: cannot open");
  auto const abort = judge(gpu_evidence(
      134, "terminate called\n  what():  cudaErrorNoDevice: no device is detected\n"));
  EXPECT_EQ(abort.verdict.of, VerdictClass::device);
  EXPECT_THAT(abort.verdict.detail, HasSubstr("134): cudaErrorNoDevice: no device"));
  EXPECT_EQ(judge(gpu_evidence(69, "unavailable: no device\n")).verdict.of,
            VerdictClass::device);
  EXPECT_EQ(judge(gpu_evidence(139, "")).verdict.of, VerdictClass::launcher);
  auto on_cpu = gpu_evidence(134, "");
  on_cpu.requested.backend = "openmp";
  on_cpu.worker_started = true;
  EXPECT_EQ(judge(on_cpu).verdict.of, VerdictClass::crash);
}

TEST(Judge, RefusesRanksThatShareADeviceUnasked) {
  auto result = good_result();
  auto const judged = [&result](int ranks_per_gpu) {
    auto e = evidence(result);
    e.requested.backend = "cuda";
    e.requested.ranks_per_gpu = ranks_per_gpu;
    return judge(e).verdict;
  };
  EXPECT_EQ(judged(1).of, VerdictClass::device);  // none at all
  rank(result, 0)["device"] = {{"id", "GPU-1"}};
  rank(result, 1)["device"] = {{"id", "GPU-2"}};
  EXPECT_EQ(judged(1).of, VerdictClass::ok) << judged(1).detail;
  rank(result, 1)["device"] = {{"id", "GPU-1"}};
  EXPECT_EQ(judged(1).of, VerdictClass::device);
  EXPECT_THAT(judged(1).detail, HasSubstr("share device GPU-1"));
  EXPECT_EQ(judged(2).of, VerdictClass::ok);
}

TEST(Judge, RefusesAProgramThatWasRebuilt) {
  auto e = evidence(good_result());
  e.program = {"aaaa", "aaaa"};
  EXPECT_EQ(judge(e).verdict.of, VerdictClass::ok);
  e.program.seen = "bbbb";
  EXPECT_EQ(judge(e).verdict.of, VerdictClass::config);
  EXPECT_THAT(judge(e).verdict.detail, HasSubstr("rebuilt"));
  e.program.seen.clear();
  e.result = {};
  e.process.exit_code = 132;
  EXPECT_EQ(judge(e).verdict.of, VerdictClass::config);
  e.program.planned.clear();
  EXPECT_NE(judge(e).verdict.of, VerdictClass::config);
}

TEST(Judge, RanksOnDifferentNodesMayHaveTheSameCpus) {
  auto result = good_result();
  result["world"]["nodes"] = 2;
  rank(result, 1)["node"] = 1;
  rank(result, 1)["cpus"] = "0-1";
  auto e = evidence(result);
  e.requested.nodes = 2;
  EXPECT_EQ(judge(e).verdict.of, VerdictClass::ok);
}

TEST(Judge, RefusesAWrongAnswer) {
  auto biased = good_result();
  measurement(biased)["estimate"]["value"] = 3.1416 + 5.1 * 0.05;
  EXPECT_EQ(verdict_of(biased).of, VerdictClass::wrong_answer);
  auto not_a_number = good_result();
  measurement(not_a_number)["estimate"]["value"] = nullptr;
  EXPECT_EQ(verdict_of(not_a_number).of, VerdictClass::wrong_answer);
  auto unstable = good_result();
  measurement(unstable)["tallies_differ"] = true;
  EXPECT_EQ(verdict_of(unstable).of, VerdictClass::wrong_answer);
}

TEST(Judge, RefusesLostSamples) {
  auto lost = good_result();
  measurement(lost)["samples_by_rank"] = {"500", "499"};
  EXPECT_EQ(verdict_of(lost).of, VerdictClass::wrong_answer);
  auto other = good_result();
  measurement(other)["samples"] = "999";
  EXPECT_EQ(verdict_of(other).of, VerdictClass::wrong_answer);
}

TEST(Judge, RefusesMissingTimes) {
  auto fewer = good_result();
  measurement(fewer)["makespan_s"] = {0.1};
  EXPECT_EQ(verdict_of(fewer).of, VerdictClass::no_result);
  auto zero = good_result();
  measurement(zero)["makespan_s"] = {0.1, 0.0};
  EXPECT_EQ(verdict_of(zero).of, VerdictClass::no_result);
  auto none = good_result();
  none["measurements"] = Json::array();
  EXPECT_EQ(verdict_of(none).of, VerdictClass::no_result);
}

TEST(Judge, AnyMissingFieldIsNoResult) {
  for (auto const* path : {"/world", "/world/ranks", "/world/by_rank", "/measurements",
                           "/world/by_rank/0/cpus", "/measurements/0/tallies",
                           "/measurements/0/samples_by_rank"}) {
    auto result = good_result();
    Json::json_pointer const pointer(path);
    result[pointer.parent_pointer()].erase(pointer.back());
    EXPECT_EQ(verdict_of(result).of, VerdictClass::no_result) << path;
  }
}

TEST(CpuList, ReadsTheFormOfLinux) {
  EXPECT_EQ(parse_cpu_list("0-2,8"), (std::set<int>{0, 1, 2, 8}));
  EXPECT_EQ(parse_cpu_list(""), std::set<int>{});
  for (auto const* text : {"a", "1-", "3-1", "-1", "0,,1", "99999999"}) {
    EXPECT_FALSE(parse_cpu_list(text)) << text;
  }
}

TEST(VerdictNames, AreReversible) {
  for (int i = 0; i <= static_cast<int>(VerdictClass::interrupted); ++i) {
    auto const verdict = static_cast<VerdictClass>(i);
    EXPECT_EQ(verdict_from(to_string(verdict)), verdict);
  }
  EXPECT_FALSE(verdict_from("fine"));
}

}  // namespace
}  // namespace assay
