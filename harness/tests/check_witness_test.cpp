// SPDX-License-Identifier: Apache-2.0
// What the witness of a program must have seen for a launch to be a measurement.
#include <gmock/gmock.h>

#include "judge/checks.hpp"

namespace assay {
namespace {

using ::testing::HasSubstr;

Json thread_of(char const* cpus, double cpu_s) {
  return {{"id", 1}, {"cpus", cpus}, {"cpu_s", cpu_s}};
}

/// A process of a right world of two ranks with a thread each.
Json process_of(int rank) {
  auto const cpu = std::to_string(rank);
  return {{"schema", "witness 1"},
          {"nonce", "n"},
          {"host", "h"},
          {"top", "h." + cpu},
          {"executable", "/bin/app"},
          {"launcher_rank", cpu},
          {"mpi",
           {{"rank", rank},
            {"size", 2},
            {"family", "MPICH"},
            {"library", "/lib/libmpi.so"},
            {"version", "MPICH Version: 4.0.2"}}},
          {"cpu_s", 1.0},
          {"children_cpu_s", 0.0},
          {"threads", {thread_of(cpu.c_str(), 1.0)}}};
}

class CheckWitness : public ::testing::Test {
 protected:
  CheckWitness() {
    evidence_.requested.ranks = 2;
    evidence_.nonce = "n";
  }

  Verdict verdict() {
    std::vector<std::string> texts;
    for (auto const& process : processes_) texts.push_back(to_text(process));
    evidence_.witnessed = read_witness(texts, evidence_.nonce);
    return check_witness(evidence_).value_or(Verdict{});
  }

  std::vector<Json> processes_{process_of(0), process_of(1)};
  Evidence evidence_;
};

TEST_F(CheckWitness, PassesWhatRanAsAsked) {
  EXPECT_EQ(verdict().of, VerdictClass::ok) << verdict().detail;
}

TEST_F(CheckWitness, ARankHasNoMoreCpusThanItWasGiven) {
  World const given{.by_rank = {RankPlace{.cpus = {4, 5}}, RankPlace{.cpus = {6}}}};
  processes_[0]["threads"][0]["cpus"] = "0,2";
  verdict();
  EXPECT_FALSE(check_kept(evidence_, given));
  processes_[0]["threads"][0]["cpus"] = "0,2-3";
  verdict();
  auto const wrong = check_kept(evidence_, given).value_or(Verdict{});
  EXPECT_EQ(wrong.of, VerdictClass::binding);
  EXPECT_THAT(
      wrong.detail,
      HasSubstr(
          "rank 0 of the program could use CPUs 0,2-3 in the end, and was given 2"));
}

TEST_F(CheckWitness, AsksForNothingWhereItWasNotAsked) {
  EXPECT_FALSE(check_witness(evidence_));
}

TEST_F(CheckWitness, WithoutARecordThereIsNoProof) {
  processes_.clear();
  EXPECT_EQ(verdict().of, VerdictClass::unproven);
  EXPECT_THAT(verdict().detail, HasSubstr("proof: none"));
}

TEST_F(CheckWitness, WhatCannotBeReadIsNoProof) {
  processes_[1].erase("mpi");
  EXPECT_EQ(verdict().of, VerdictClass::unproven);
  processes_[1] = process_of(1);
  processes_[1]["nonce"] = "of another attempt";
  EXPECT_EQ(verdict().of, VerdictClass::unproven);
  processes_[1] = process_of(1);
  processes_[1]["threads"][0]["cpus"] = "0-";
  EXPECT_EQ(verdict().of, VerdictClass::unproven);
}

// In memory and time: a program writes its record itself.
TEST_F(CheckWitness, MayNameManyCpusAsOftenAsItLikes) {
  auto& threads = processes_[0]["threads"];
  threads = Json::array();
  for (int i = 0; i < 50'000; ++i) threads.push_back(thread_of("0-65535", 1.0));
  verdict();
  EXPECT_EQ(cpus_at_work(evidence_.witnessed->processes[0]).size(), 65536U);
  EXPECT_EQ(to_json(*evidence_.witnessed)["thread_cpus"][0][49'999], "0-65535");
}

TEST_F(CheckWitness, MayNotNameManyCpusInAnyNumberOfWays) {
  auto& threads = processes_[0]["threads"];
  for (int i = 0; i < 1000; ++i)
    threads.push_back(thread_of((std::to_string(i) + "-65535").c_str(), 1.0));
  EXPECT_EQ(verdict().of, VerdictClass::unproven);
  EXPECT_THAT(verdict().detail, HasSubstr("too many CPUs"));
}

TEST_F(CheckWitness, ARankWithoutARecordIsNoProof) {
  processes_.pop_back();
  EXPECT_EQ(verdict().of, VerdictClass::unproven);
  EXPECT_EQ(verdict().detail, "2 ranks asked, 1 left a record");
}

TEST_F(CheckWitness, PartsThatAreNotAsWrittenAreNoProof) {
  processes_[0]["mpi"]["phases"] = {{{"level", "first"}}};
  EXPECT_EQ(verdict().of, VerdictClass::unproven);
  processes_[0] = process_of(0);
  processes_[0]["kokkos"] = {{{"name", "sum"}}};
  EXPECT_EQ(verdict().of, VerdictClass::unproven);
}

TEST_F(CheckWitness, ARecordKeepsPhasesByRank) {
  Json const first{{"level", 1}, {"count", 3}, {"time_s", 0.5}, {"mpi_s", 0.1}};
  Json const second{{"level", 2}, {"count", 1}, {"time_s", 0.25}, {"mpi_s", 0.0}};
  processes_[0]["mpi"]["phases"] = Json::array({first});
  processes_[1]["mpi"]["phases"] = {second, first};
  verdict();
  auto const kept = to_json(*evidence_.witnessed)["phases"];
  EXPECT_EQ(kept, parse_json(R"([
      {"level": 1, "count": [3.0, 3.0], "time_s": [0.5, 0.5], "mpi_s": [0.1, 0.1]},
      {"level": 2, "count": [0.0, 1.0], "time_s": [0.0, 0.25], "mpi_s": [0.0, 0.0]}])"));
}

TEST_F(CheckWitness, ARecordKeepsTheRegionsOfOpenMpByRank) {
  processes_[1]["openmp"] = {{"runtime", "GOMP"}, {"most_threads", 2}, {"time_s", 0.5}};
  processes_[1]["threads"][0]["regions_s"] = 0.5;
  processes_[1]["threads"][0]["regions_mpi_s"] = 0.25;
  processes_[1]["threads"].push_back(thread_of("1", 1.0));
  processes_[1]["threads"][1]["regions_s"] = 0.125;
  processes_[1]["threads"][1]["regions_mpi_s"] = 0.0625;
  verdict();
  EXPECT_EQ(to_json(*evidence_.witnessed)["openmp"], parse_json(R"(
      {"runtime": "GOMP", "time_s": [0.0, 0.5], "threads_s": [0.0, 0.625],
       "threads_mpi_s": [0.0, 0.3125], "mpi_s": [0.0, 0.25]})"));
}

Json kernel_of(std::string const& name, double time_s) {
  return {{"name", name},
          {"pattern", "for"},
          {"space", "Serial"},
          {"count", 2},
          {"time_s", time_s}};
}

TEST_F(CheckWitness, ARecordKeepsTheKernelsThatTookLongest) {
  processes_[0]["kokkos"] = Json::array({kernel_of("short", 0.5)});
  processes_[1]["kokkos"] =
      Json::array({kernel_of("short", 0.25), kernel_of("long", 1.0)});
  for (int n = 0; n < 40; ++n)
    processes_[1]["kokkos"].push_back(kernel_of("k" + std::to_string(n), 0.125));
  verdict();
  auto const kept = to_json(*evidence_.witnessed)["kokkos"];
  ASSERT_EQ(kept.size(), 32U);
  EXPECT_EQ(kept[0]["name"], "long");
  EXPECT_EQ(kept[0]["mean_s"], 0.5);
  EXPECT_EQ(kept[1]["name"], "short");
  EXPECT_EQ(kept[1]["time_s"], 0.5);
  EXPECT_EQ(kept[1]["mean_s"], 0.375);
  EXPECT_EQ(kept[1]["count"], 2.0);
}

TEST_F(CheckWitness, ARecordSaysNothingOfPartsThatThereAreNot) {
  processes_[0]["kokkos"] = Json::array();
  verdict();
  auto const kept = to_json(*evidence_.witnessed);
  for (auto const* key : {"phases", "openmp", "kokkos"})
    EXPECT_FALSE(kept.contains(key)) << key;
}

TEST_F(CheckWitness, ProgramsWithoutMpiAreNoWorld) {
  for (auto& process : processes_) process["mpi"] = nullptr;
  EXPECT_EQ(verdict().of, VerdictClass::world);
  EXPECT_THAT(verdict().detail, HasSubstr("2 of 2 processes called no MPI"));
}

TEST_F(CheckWitness, OneProcessWithoutMpiIsAWorldOfOne) {
  processes_.pop_back();
  processes_[0]["mpi"] = nullptr;
  evidence_.requested.ranks = 1;
  EXPECT_EQ(verdict().of, VerdictClass::ok) << verdict().detail;
}

TEST_F(CheckWitness, LoneRanksNameBothMpis) {
  for (auto& process : processes_) {
    process["mpi"]["size"] = 1;
    process["mpi"]["version"] = "MPICH Version:\t4.0.2";
  }
  EXPECT_EQ(verdict().of, VerdictClass::world);
  EXPECT_EQ(verdict().detail,
            "2 ranks asked, a world of 1 seen: the program is linked with MPICH "
            "Version: 4.0.2 (/lib/libmpi.so) (is the launcher of the same MPI?)");
  evidence_.mpiexec = MpiLauncher{"/bin/mpiexec", MpiFamily::open_mpi, "OpenRTE 4.1.4"};
  EXPECT_THAT(verdict().detail,
              HasSubstr("MPICH Version: 4.0.2 (/lib/libmpi.so), and was started by "
                        "/bin/mpiexec, of Open MPI (OpenRTE 4.1.4)"));
}

TEST_F(CheckWitness, AnAbortIsACrashWhateverItsCode) {
  processes_[1]["mpi"]["aborted_with"] = 0;
  EXPECT_EQ(verdict().of, VerdictClass::crash);
  EXPECT_EQ(verdict().detail, "rank 1 called MPI_Abort with code 0");
}

TEST_F(CheckWitness, ARankThatDoesNotFinalizeIsACrash) {
  processes_[1]["mpi"]["finalized"] = false;
  EXPECT_EQ(verdict().of, VerdictClass::crash);
  EXPECT_EQ(verdict().detail, "rank 1 ended without MPI_Finalize");
  processes_[1]["mpi"]["by_sessions"] = true;
  EXPECT_EQ(verdict().of, VerdictClass::ok) << verdict().detail;
}

TEST_F(CheckWitness, AWorldOfUnknownSizeIsNoProof) {
  processes_[1]["mpi"]["size"] = -1;
  EXPECT_EQ(verdict().of, VerdictClass::unproven);
  EXPECT_THAT(verdict().detail, HasSubstr("sessions without mpi://WORLD"));
}

TEST_F(CheckWitness, ProcessesBesideTheRanksAreNoWorld) {
  processes_[0]["mpi"]["has_spawned"] = true;
  EXPECT_EQ(verdict().of, VerdictClass::world);
  EXPECT_THAT(verdict().detail, HasSubstr("rank 0 called MPI_Comm_spawn"));
}

/// Two ranks, each of which started two: worlds of as many as were asked for.
TEST_F(CheckWitness, RanksThatStartRanksAreNoWorld) {
  for (auto const* top : {"h.0", "h.1"}) {
    for (auto& process : {&processes_[0], &processes_[1]}) (*process)["top"] = top;
    processes_.push_back(processes_[0]);
    processes_.push_back(processes_[1]);
  }
  processes_.erase(processes_.begin(), processes_.begin() + 2);
  EXPECT_EQ(verdict().of, VerdictClass::world);
  EXPECT_THAT(verdict().detail, HasSubstr("a rank started several ranks of MPI"));
}

TEST_F(CheckWitness, RanksStandOnTheNodesThatWereAsked) {
  evidence_.requested.nodes = 2;
  EXPECT_EQ(verdict().of, VerdictClass::world);
  processes_[1]["host"] = "i";
  EXPECT_EQ(verdict().of, VerdictClass::ok) << verdict().detail;
}

TEST_F(CheckWitness, MoreThreadsThanAskedAreABadBinding) {
  for (int n = 0; n < 3; ++n) processes_[0]["threads"].push_back(thread_of("0", 0.9));
  EXPECT_EQ(verdict().of, VerdictClass::binding);
  EXPECT_EQ(verdict().detail, "1 threads asked, 4 ran on rank 0");
}

TEST_F(CheckWitness, ThreadsThatOnlyWaitNeedNoCore) {
  for (int n = 0; n < 3; ++n)
    processes_[0]["threads"].push_back(thread_of("0-7", 0.01));
  auto of_mpi = thread_of("0-7", 1.0);
  of_mpi["of_mpi"] = true;
  processes_[0]["threads"].push_back(of_mpi);
  EXPECT_EQ(verdict().of, VerdictClass::ok) << verdict().detail;
  EXPECT_EQ(cpus_at_work(evidence_.witnessed->processes[0]), (std::set{0}));
}

TEST_F(CheckWitness, ARegionCountsItsThreadsHoweverShort) {
  processes_[0]["openmp"] = {{"most_threads", 4}};
  EXPECT_EQ(verdict().detail, "1 threads asked, 4 ran on rank 0");
}

class TwoThreads : public CheckWitness {
 protected:
  TwoThreads() {
    processes_ = {process_of(0)};
    processes_[0]["mpi"]["size"] = 1;
    processes_[0]["threads"][0]["cpus"] = "0-1";
    evidence_.requested.ranks = 1;
    evidence_.requested.threads = 2;
  }
};

TEST_F(TwoThreads, ThatRanPass) {
  processes_[0]["threads"].push_back(thread_of("0-1", 0.3));
  EXPECT_EQ(verdict().of, VerdictClass::ok) << verdict().detail;
}

TEST_F(TwoThreads, AreNotOne) {
  EXPECT_EQ(verdict().of, VerdictClass::binding);
  EXPECT_THAT(verdict().detail, HasSubstr("2 threads asked, 1 ran on rank 0"));
}

TEST_F(TwoThreads, MayBeProcesses) {
  processes_[0]["children_cpu_s"] = 0.9;
  EXPECT_EQ(verdict().of, VerdictClass::ok) << verdict().detail;
}

TEST_F(TwoThreads, AreNotToldInATimeTooShort) {
  processes_[0]["cpu_s"] = 0.49;
  EXPECT_EQ(verdict().of, VerdictClass::ok) << verdict().detail;
}

TEST_F(TwoThreads, AreToldByTheTeamsOfOpenMpHoweverShort) {
  processes_[0]["cpu_s"] = 0.01;
  processes_[0]["openmp"] = {{"most_threads", 1}};
  EXPECT_THAT(verdict().detail, HasSubstr("2 threads asked, 1 ran on rank 0"));
  processes_[0]["openmp"] = {{"most_threads", 2}};
  EXPECT_EQ(verdict().of, VerdictClass::ok) << verdict().detail;
}

TEST_F(TwoThreads, NeedTwoCpus) {
  processes_[0]["threads"] = {thread_of("0", 0.5), thread_of("0", 0.5)};
  EXPECT_EQ(verdict().of, VerdictClass::binding);
  EXPECT_EQ(verdict().detail, "rank 0 of the program has 2 threads on 1 CPUs");
}

TEST_F(TwoThreads, HaveTheirCpusHoweverLittleOneOfThemDid) {
  processes_[0]["threads"] = {thread_of("0", 0.3), thread_of("1", 0.02)};
  EXPECT_EQ(verdict().of, VerdictClass::ok) << verdict().detail;
  processes_[0]["threads"] = {thread_of("0", 0.3), thread_of("0", 0.02),
                              thread_of("0-7", 0.01)};
  EXPECT_EQ(verdict().detail, "rank 0 of the program has 2 threads on 1 CPUs");
}

TEST_F(CheckWitness, RanksThatMayUseTheSameCpuAreABadBinding) {
  processes_[1]["threads"][0]["cpus"] = "0-1";
  EXPECT_EQ(verdict().of, VerdictClass::binding);
  EXPECT_EQ(verdict().detail, "ranks 0 and 1 of the program share CPU 0");
  processes_[1]["host"] = "i";  // on another node it is another CPU
  evidence_.requested.nodes = 2;
  EXPECT_EQ(verdict().of, VerdictClass::ok) << verdict().detail;
}

TEST_F(CheckWitness, AWrapperIsNotTheProgram) {
  auto wrapper = process_of(0);
  wrapper["mpi"] = nullptr;
  wrapper["executable"] = "/bin/bash";
  wrapper["threads"][0]["cpus"] = "0-7";
  processes_.push_back(wrapper);
  EXPECT_EQ(verdict().of, VerdictClass::ok) << verdict().detail;
  EXPECT_EQ(to_json(*evidence_.witnessed)["executable"], "/bin/app");
}

TEST_F(CheckWitness, ARecordKeepsOneValueOfEachRankAColumn) {
  ASSERT_EQ(verdict().of, VerdictClass::ok);
  auto const kept = to_json(*evidence_.witnessed);
  EXPECT_EQ(kept["mpi"]["version"], "MPICH Version: 4.0.2");
  EXPECT_EQ(kept["host"], Json({"h", "h"}));
  EXPECT_EQ(kept["thread_cpus"], Json({{"0"}, {"1"}}));
  EXPECT_EQ(kept["thread_cpu_s"], Json({{1.0}, {1.0}}));
}

}  // namespace
}  // namespace assay
