// SPDX-License-Identifier: Apache-2.0
// What the witness says of real programs, started by a real launcher.
#include <dlfcn.h>
#include <gmock/gmock.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "common/json.hpp"
#include "os/process.hpp"
#include "os/temporary_directory.hpp"

namespace assay {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::Ge;
using testing::HasSubstr;
using testing::Le;
using testing::SizeIs;
using testing::StartsWith;

using Words = std::vector<std::string>;

class Witness : public ::testing::Test {
 protected:
  ProcessResult run(Words words, Environment more = {}) {
    Environment environment{
        {"PATH", std::getenv("PATH")},
        {"HOME", "/"},
        // A path may hold blanks, which end a name in LD_PRELOAD.
        {"LD_PRELOAD", "libassay-witness.so"},
        {"LD_LIBRARY_PATH", fs::path(ASSAY_WITNESS).parent_path()},
        {"ASSAY_WITNESS_DIRECTORY", directory_.path().string()},
        {"ASSAY_WITNESS_NONCE", "n1"},
        {"OMP_DYNAMIC", "false"},
        {"OMPI_ALLOW_RUN_AS_ROOT", "1"},
        {"OMPI_ALLOW_RUN_AS_ROOT_CONFIRM", "1"},
        // Of one host: without its networks, of which it may complain.
        {"OMPI_MCA_btl", "^tcp"},
        {"OMPI_MCA_rmaps_base_oversubscribe", "1"},
        {"PRTE_MCA_rmaps_default_mapping_policy", ":oversubscribe"},
        {"HYDRA_LAUNCHER", "fork"}};
    for (auto const& [name, value] : more) environment[name] = value;
    return run_process({std::move(words), environment, "/", ""}, {.timeout_s = 60});
  }

  /// By the launcher of this build's MPI.
  ProcessResult run_ranks(int ranks, Words const& words) {
    Words all{ASSAY_MPIEXEC_OF_BUILD, "-n", std::to_string(ranks)};
    all.insert(all.end(), words.begin(), words.end());
    return run(all);
  }

  ProcessResult run_alone(Words words) {
    return run(std::move(words), {{"ASSAY_WITNESS_ALONE", "1"}});
  }

  /// Those that there are, by rank; what was half written is none.
  std::vector<Json> records() const {
    std::vector<Json> all;
    for (auto const& entry : fs::directory_iterator(directory_.path())) {
      if (entry.path().extension() != ".json") continue;
      std::ifstream in(entry.path());
      all.push_back(parse_json(in));
    }
    std::sort(all.begin(), all.end(), [](Json const& a, Json const& b) {
      return a.value("launcher_rank", "") < b.value("launcher_rank", "");
    });
    return all;
  }

  TemporaryDirectory directory_{"assay-witness"};
};

double mpi_s(Json const& record, char const* kind) {
  return record["threads"][0].value("/mpi_s"_json_pointer / kind, 0.0);
}

TEST_F(Witness, SeesTheWorldOfAProgram) {
  EXPECT_EQ(run_ranks(2, {WITNESSED, "exchange"}).exit_code, 0);
  auto const seen = records();
  ASSERT_THAT(seen, SizeIs(2));
  for (std::size_t rank = 0; rank < 2; ++rank) {
    auto const& record = seen[rank];
    EXPECT_EQ(record["nonce"], "n1");
    EXPECT_EQ(record["executable"], WITNESSED);
    EXPECT_EQ(record["launcher_rank"], std::to_string(rank));
    EXPECT_EQ(record["topmost"], true);
    EXPECT_EQ(record["mpi"]["rank"], rank);
    EXPECT_EQ(record["mpi"]["size"], 2);
    EXPECT_EQ(record["mpi"]["finalized"], true);
    EXPECT_THAT(record["mpi"]["library"].get<std::string>(), HasSubstr("/libmpi"));
    EXPECT_FALSE(record["mpi"]["family"].get<std::string>().empty());
    EXPECT_FALSE(record["mpi"]["version"].get<std::string>().empty());
    EXPECT_EQ(record["threads"][0]["mpi_calls"]["point_to_point"], 1);
    EXPECT_EQ(record["threads"][0]["mpi_calls"]["collective"], 1);
    EXPECT_FALSE(record["cpus_at_start"].get<std::string>().empty());
    EXPECT_GT(record["memory_bytes"], 1'000'000);
  }
}

TEST_F(Witness, TimesTheCallsInWhichRanksWait) {
  EXPECT_EQ(run_ranks(2, {WITNESSED, "barrier"}).exit_code, 0);
  auto const seen = records();
  ASSERT_THAT(seen, SizeIs(2));
  EXPECT_THAT(mpi_s(seen[0], "collective"), AllOf(Ge(0.29), Le(0.6)));
  EXPECT_LT(mpi_s(seen[1], "collective"), 0.25);
  for (auto const& record : seen) {
    EXPECT_THAT(record["times"]["program_s"].get<double>(), AllOf(Ge(0.3), Le(1.5)));
    EXPECT_GT(record["times"]["init_s"], 0);
    EXPECT_GT(record["times"]["finalize_s"], 0);
  }
}

TEST_F(Witness, TellsPhasesApart) {
  EXPECT_EQ(run_ranks(2, {WITNESSED, "phases"}).exit_code, 0);
  for (auto const& record : records()) {
    auto const& phases = record["mpi"]["phases"];
    ASSERT_THAT(phases, SizeIs(1));
    EXPECT_EQ(phases[0]["level"], 1);
    EXPECT_EQ(phases[0]["count"], 3);
    EXPECT_THAT(phases[0]["time_s"].get<double>() - phases[0]["mpi_s"].get<double>(),
                AllOf(Ge(0.149), Le(0.4)));
  }
}

TEST_F(Witness, EndsThePhaseThatIsLeft) {
  EXPECT_EQ(run_ranks(2, {WITNESSED, "open_phase"}).exit_code, 0);
  for (auto const& record : records()) {
    auto const& phases = record["mpi"]["phases"];
    ASSERT_THAT(phases, SizeIs(1));
    EXPECT_EQ(phases[0]["count"], 1);
    EXPECT_GE(phases[0]["time_s"].get<double>(), 0.049);
  }
}

TEST_F(Witness, TellsTheTimeInMpiOfARegionApart) {
  EXPECT_EQ(run_ranks(2, {WITNESSED, "wait_in_region"}).exit_code, 0);
  auto const seen = records();
  ASSERT_THAT(seen, SizeIs(2));
  auto const& first = seen[0]["threads"][0];
  auto const waited_s = first["regions_mpi_s"].get<double>();
  EXPECT_THAT(waited_s, AllOf(Ge(0.15), Le(first["regions_s"].get<double>())));
  EXPECT_LT(seen[1]["threads"][0].value("regions_mpi_s", 0.0), waited_s);
}

/// By the variables of Kokkos before and after 3.7.
TEST_F(Witness, TimesTheKernelsOfKokkos) {
  if (std::string(WITNESSED_KOKKOS).empty()) GTEST_SKIP() << "Kokkos is for GPUs";
  auto const ran = run({ASSAY_MPIEXEC_OF_BUILD, "-n", "2", WITNESSED_KOKKOS},
                       {{"KOKKOS_PROFILE_LIBRARY", ASSAY_WITNESS},
                        {"KOKKOS_TOOLS_LIBS", ASSAY_WITNESS}});
  EXPECT_EQ(ran.exit_code, 0) << ran.output_tail;
  auto const seen = records();
  ASSERT_THAT(seen, SizeIs(2));
  for (std::size_t rank = 0; rank < 2; ++rank) {
    std::map<std::string, Json> kernels;
    for (auto const& kernel : seen[rank]["kokkos"]) kernels[kernel["name"]] = kernel;
    ASSERT_THAT(kernels, SizeIs(3));
    EXPECT_EQ(kernels["sleep"]["pattern"], "for");
    EXPECT_THAT(ran.output_tail,
                HasSubstr("in " + kernels["sleep"]["space"].get<std::string>() + "\n"));
    EXPECT_EQ(kernels["sleep"]["count"], 2);
    double const least_s = 0.1 * (static_cast<double>(rank) + 1);
    EXPECT_THAT(kernels["sleep"]["time_s"].get<double>(),
                AllOf(Ge(least_s), Le(least_s + 0.5)));
    EXPECT_EQ(kernels["add"]["pattern"], "reduce");
    EXPECT_EQ(kernels.begin()->first, "(anonymous namespace)::NoLabel");
  }
}

/// Two regions, in which one thread works four times as long as the other.
void expect_each_thread(Json const& record, char const* runtime) {
  EXPECT_EQ(record["openmp"]["runtime"], runtime);
  EXPECT_EQ(record["openmp"]["regions"], 2);
  EXPECT_EQ(record["openmp"]["most_threads"], 2);
  EXPECT_GE(record["openmp"]["time_s"], 0.4);
  std::vector<double> shares;
  for (auto const& thread : record["threads"]) {
    if (thread.contains("regions_s")) shares.push_back(thread["regions_s"]);
  }
  ASSERT_THAT(shares, SizeIs(2));
  EXPECT_THAT(shares[0], AllOf(Ge(0.1), Le(0.35)));  // not what it waited at the end
  EXPECT_THAT(shares[1], Ge(0.4));
}

TEST_F(Witness, SeesEachThreadOfARegion) {
  EXPECT_EQ(run_ranks(1, {WITNESSED, "regions"}).exit_code, 0);
  auto const seen = records();
  ASSERT_THAT(seen, SizeIs(1));
  expect_each_thread(seen[0], "GOMP");
}

/// The runtime of LLVM has the entries of GCC's too.
TEST_F(Witness, SeesEachThreadOfARegionOfLlvm) {
  if (dlopen("libomp.so.5", RTLD_LAZY | RTLD_LOCAL) == nullptr)
    GTEST_SKIP() << "needs libomp";
  auto const ran =
      run({WITNESSED, "regions"}, {{"ASSAY_WITNESS_ALONE", "1"},
                                   {"LD_PRELOAD", "libassay-witness.so libomp.so.5"}});
  EXPECT_EQ(ran.exit_code, 0);
  auto const seen = records();
  ASSERT_THAT(seen, SizeIs(1));
  expect_each_thread(seen[0], "OMPT");
}

TEST_F(Witness, CountsTheCallsOfEachThread) {
  EXPECT_EQ(run_ranks(2, {WITNESSED, "threads"}).exit_code, 0);
  for (auto const& record : records()) {
    if (record["mpi"]["thread_level"] == 0)
      GTEST_SKIP() << "this MPI has one thread only";
    long calls = 0;
    for (auto const& thread : record["threads"])
      calls += thread.value("/mpi_calls/collective"_json_pointer, 0L);
    EXPECT_EQ(calls, 2 * 1000 + 2);  // and the communicator, made and freed
  }
}

TEST_F(Witness, SeesLoneRanks) {
  EXPECT_EQ(run_ranks(2, {WITNESSED_ALONE}).exit_code, 0);
  auto const seen = records();
  ASSERT_THAT(seen, SizeIs(2));
  for (auto const& record : seen) {
    EXPECT_TRUE(record["mpi"].is_null());
    EXPECT_EQ(record["launcher_size"], "2");
  }
}

TEST_F(Witness, SeesAProgramThatAborts) {
  run_ranks(2, {WITNESSED, "abort"});
  auto const seen = records();
  ASSERT_THAT(seen, Not(testing::IsEmpty()));
  EXPECT_EQ(seen[0]["mpi"]["aborted_with"], 0);
  EXPECT_EQ(seen[0]["mpi"]["finalized"], false);
}

TEST_F(Witness, SeesThatAProgramStartedOthers) {
  EXPECT_EQ(run_ranks(1, {WITNESSED, "spawn"}).exit_code, 0);
  auto const seen = records();
  ASSERT_THAT(seen, SizeIs(2));
  int parents = 0;
  for (auto const& record : seen) parents += record["mpi"].contains("has_spawned");
  EXPECT_EQ(parents, 1);
}

TEST_F(Witness, SeesAProgramThatLeavesItsWorldAtOnce) {
  run_ranks(2, {WITNESSED, "leave"});
  auto const seen = records();
  ASSERT_THAT(seen, Not(testing::IsEmpty()));
  for (auto const& record : seen) EXPECT_EQ(record["mpi"]["finalized"], false);
}

TEST_F(Witness, SeesAProgramThatLeavesAtOnce) {
  EXPECT_EQ(run_alone({WITNESSED_ALONE, "leave"}).exit_code, 0);
  EXPECT_THAT(records(), SizeIs(1));
}

TEST_F(Witness, SaysNothingOfAProgramThatCrashed) {
  run_ranks(1, {WITNESSED, "crash"});
  EXPECT_THAT(records(), SizeIs(0));
}

TEST_F(Witness, SaysNothingOfAStaticProgram) {
  EXPECT_EQ(run_alone({WITNESSED_STATIC}).exit_code, 0);
  EXPECT_THAT(records(), SizeIs(0));
}

TEST_F(Witness, SeesThreadsThatHaveEnded) {
  EXPECT_EQ(run_alone({WITNESSED_ALONE, "threads"}).exit_code, 0);
  auto const seen = records();
  ASSERT_THAT(seen, SizeIs(1));
  ASSERT_THAT(seen[0]["threads"], SizeIs(4));
  for (auto const& thread : seen[0]["threads"]) {
    EXPECT_FALSE(thread["cpus"].get<std::string>().empty());
    if (!thread.contains("main")) {
      EXPECT_GT(thread["cpu_s"], 0.01);
    }
  }
}

TEST_F(Witness, SeesAProgramThatBindsItself) {
  EXPECT_EQ(run_alone({WITNESSED_ALONE, "bind"}).exit_code, 0);
  auto const seen = records();
  ASSERT_THAT(seen, SizeIs(1));
  EXPECT_EQ(seen[0]["threads"][0]["cpus"], "0");
  if (sysconf(_SC_NPROCESSORS_ONLN) > 1) {
    EXPECT_NE(seen[0]["cpus_at_start"], "0");
  }
}

TEST_F(Witness, AddsUpWhatAProgramStarted) {
  EXPECT_EQ(run_alone({WITNESSED_ALONE, "fork"}).exit_code, 0);
  auto const seen = records();
  ASSERT_THAT(seen, SizeIs(1));  // the child is no rank
  EXPECT_GT(seen[0]["children_cpu_s"], 0.09);
}

TEST_F(Witness, FollowsAWrapperToTheProgram) {
  EXPECT_EQ(run_ranks(2, {"bash", "-c", "\"" WITNESSED "\" barrier; true"}).exit_code,
            0);
  std::vector<Json> programs;
  for (auto const& record : records()) {
    if (!record["mpi"].is_null()) programs.push_back(record);
  }
  ASSERT_THAT(programs, SizeIs(2));
  for (auto const& program : programs) {
    EXPECT_EQ(program["topmost"], false);
    EXPECT_EQ(program["executable"], WITNESSED);
    EXPECT_EQ(program["mpi"]["size"], 2);
  }
}

TEST_F(Witness, ChangesNothingOfWhatAProgramSays) {
  auto const with = run_ranks(2, {WITNESSED, "barrier"});
  EXPECT_EQ(with.output_tail, "done\n");
  auto const without = run({WITNESSED_ALONE}, {{"ASSAY_WITNESS_DIRECTORY", ""}});
  EXPECT_EQ(without.output_tail, "");
}

TEST_F(Witness, IsSilentWhereNobodyAsked) {
  EXPECT_EQ(
      run({WITNESSED_ALONE, "threads"},
          {{"ASSAY_WITNESS_DIRECTORY", "/nonexistent"}, {"ASSAY_WITNESS_ALONE", "1"}})
          .output_tail,
      "");
  EXPECT_THAT(records(), SizeIs(0));
}

/// Files as the kernel has them under /sys/class/powercap.
class Powercap {
 public:
  void zone(std::string const& zone, char const* name, char const* energy) const {
    auto const directory = root_.path() / zone;
    fs::create_directories(directory);
    std::ofstream(directory / "name") << name << '\n';
    std::ofstream(directory / "max_energy_range_uj") << "262143328850\n";
    std::ofstream(directory / "energy_uj") << energy << '\n';
  }
  std::string counter(std::string const& zone) const {
    return (root_.path() / zone / "energy_uj").string();
  }
  std::string root() const { return root_.path().string(); }

 private:
  TemporaryDirectory root_{"assay-powercap"};
};

// Two packages, of which one goes round; their parts and the whole machine do not
// count.
TEST_F(Witness, CountsTheEnergyOfTheNodesPackages) {
  Powercap const node;
  node.zone("intel-rapl:0", "package-0", "1000000");
  node.zone("intel-rapl:1", "package-1", "262143000000");
  node.zone("intel-rapl:0:0", "core", "5");
  node.zone("intel-rapl:2", "psys", "5");
  auto const later = "echo 3500000 > " + node.counter("intel-rapl:0") +
                     "; echo 171150 > " + node.counter("intel-rapl:1") +
                     "; echo 9000000 > " + node.counter("intel-rapl:2") +
                     "; echo 9000000 > " + node.counter("intel-rapl:0:0");
  run({"bash", "-c", later},
      {{"ASSAY_WITNESS_ALONE", "1"}, {"ASSAY_WITNESS_POWERCAP", node.root()}});
  ASSERT_THAT(records(), SizeIs(1));
  EXPECT_NEAR(records()[0].at("energy_j").get<double>(), 2.5 + 0.5, 1e-6);
}

TEST_F(Witness, SaysWhyThereIsNoEnergy) {
  Powercap const node;
  run({"true"},
      {{"ASSAY_WITNESS_ALONE", "1"}, {"ASSAY_WITNESS_POWERCAP", node.root()}});
  ASSERT_THAT(records(), SizeIs(1));
  EXPECT_EQ(records()[0].at("energy_fault"),
            "there are no energy counters of processors (RAPL) under " + node.root());
}

TEST_F(Witness, SaysWhichCounterOfEnergyCannotBeRead) {
  Powercap const node;
  node.zone("intel-rapl:0", "package-0", "1");
  fs::remove(node.counter("intel-rapl:0"));
  fs::create_directory(node.counter("intel-rapl:0"));
  run({"true"},
      {{"ASSAY_WITNESS_ALONE", "1"}, {"ASSAY_WITNESS_POWERCAP", node.root()}});
  ASSERT_THAT(records(), SizeIs(1));
  EXPECT_THAT(
      records()[0].at("energy_fault").get<std::string>(),
      AllOf(StartsWith(node.counter("intel-rapl:0")), HasSubstr("cannot be read")));
}

TEST_F(Witness, SaysNothingOfEnergyWhereNobodyAsked) {
  run_alone({"true"});
  ASSERT_THAT(records(), SizeIs(1));
  EXPECT_FALSE(records()[0].contains("energy_j"));
  EXPECT_FALSE(records()[0].contains("energy_fault"));
}

}  // namespace
}  // namespace assay
