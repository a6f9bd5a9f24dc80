// SPDX-License-Identifier: Apache-2.0
// GPUs of a program: which each rank is given, by every launcher, and that it had them.
// No GPU was here: devices are numbers, and names that a driver might say.
#include "common/devices_of_rank.hpp"

#include <gmock/gmock.h>

#include "execute/attempt.hpp"
#include "judge/checks.hpp"
#include "model/axes.hpp"
#include "records/point_json.hpp"
#include "run/gate_probe.hpp"
#include "scoped_variable.hpp"

namespace assay {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(DevicesOfARank, AreAShareOfTheNodeByItsNumberThere) {
  EXPECT_EQ(devices_of_rank(0, 1, {}), "0");
  EXPECT_EQ(devices_of_rank(3, 1, {}), "3");
  EXPECT_EQ(devices_of_rank(1, 2, {}), "2,3");
}

TEST(DevicesOfARank, AreAShareOfWhatAJobWasGiven) {
  EXPECT_EQ(devices_of_rank(0, 1, "5,7"), "5");
  EXPECT_EQ(devices_of_rank(1, 1, "GPU-ab,GPU-cd"), "GPU-cd");
  EXPECT_EQ(devices_of_rank(1, 2, "4,5,6,7"), "6,7");
  EXPECT_FALSE(devices_of_rank(2, 1, "5,7")) << "too few";
  EXPECT_FALSE(devices_of_rank(0, 1, "")) << "none is left to it";
}

TEST(NumberOnNode, IsThatOfWhicheverLauncher) {
  EXPECT_FALSE(number_on_node());
  for (auto const* name :
       {"OMPI_COMM_WORLD_LOCAL_RANK", "MPI_LOCALRANKID", "PMI_LOCAL_RANK",
        "MV2_COMM_WORLD_LOCAL_RANK", "PALS_LOCAL_RANKID", "FLUX_TASK_LOCAL_ID",
        "JSM_NAMESPACE_LOCAL_RANK", "SLURM_LOCALID"}) {
    ScopedVariable const told(name, "3");
    EXPECT_EQ(number_on_node(), 3) << name;
  }
  ScopedVariable const word("SLURM_LOCALID", "x");
  EXPECT_FALSE(number_on_node());
}

AttemptSpec spec_of(std::string const& launcher, int gpus) {
  AttemptSpec spec;
  spec.directory = "/results/s/attempts/p-1-1";
  spec.devices = "/bin/assay-devices";
  spec.point.kernel = "app";
  spec.point.program =
      std::make_shared<Program const>(Program{.name = "app", .argv = {"app"}});
  spec.point.ranks = 4;
  spec.point.launcher = launcher;
  spec.point.gpus_per_rank = gpus;
  return spec;
}

Argv words_of(AttemptSpec const& spec) {
  return make_command(spec, "0123456789abcdef").argv;
}

TEST(DevicesOfARank, AreGivenRightBeforeTheProgram) {
  auto words = words_of(spec_of("mpiexec", 2));
  ASSERT_GE(words.size(), 3U);
  EXPECT_EQ(Argv(words.end() - 3, words.end()),
            (Argv{"/bin/assay-devices", "2", "app"}));
  EXPECT_THAT(words_of(spec_of("mpiexec", 0)), Not(Contains("/bin/assay-devices")));
}

TEST(DevicesOfARank, AreGivenBySrunItself) {
  auto const words = words_of(spec_of("srun", 2));
  EXPECT_THAT(words, Contains("--gpus-per-task=2"));
  EXPECT_THAT(words, Not(Contains("/bin/assay-devices")));
  EXPECT_THAT(words_of(spec_of("srun", 0)), Not(Contains(HasSubstr("--gpus"))));
}

TEST(DevicesOfARank, AreNotGivenToWhatLooksAround) {
  auto spec = spec_of("mpiexec", 1);
  spec.point = probe_point(spec.point);
  spec.look = "assay-look";
  EXPECT_THAT(words_of(spec), Not(Contains("/bin/assay-devices")));
}

TEST(DevicesOfARank, AreInTheIdOnlyWhereTheyAreAsked) {
  auto const none = spec_of("mpiexec", 0).point, one = spec_of("mpiexec", 1).point;
  EXPECT_FALSE(to_json(none).contains("gpus_per_rank"));
  EXPECT_NE(point_id(none, ""), point_id(one, ""));
  EXPECT_EQ(parse_point(to_text(to_json(one))).gpus_per_rank, 1);
}

TEST(DevicesOfARank, AreWhatAProgramScalesBy) {
  EXPECT_EQ(spec_of("mpiexec", 2).point.units(), 8);
  EXPECT_EQ(spec_of("mpiexec", 0).point.units(), 4) << "cores";
}

class ProvenDevices : public ::testing::Test {
 protected:
  Verdict verdict(std::string const& launcher, int gpus,
                  std::vector<Json> const& devices) {
    Evidence evidence;
    evidence.nonce = "n";
    evidence.requested = spec_of(launcher, gpus).point;
    evidence.requested.ranks = static_cast<int>(devices.size());
    std::vector<std::string> texts;
    for (std::size_t rank = 0; rank < devices.size(); ++rank)
      texts.push_back(to_text(record(static_cast<int>(rank), devices)));
    evidence.witnessed = read_witness(texts, "n");
    return check_witness(evidence).value_or(Verdict{});
  }

  Json record(int rank, std::vector<Json> const& devices) const {
    auto const cpu = std::to_string(rank);
    Json process{{"schema", "witness 1"},
                 {"nonce", "n"},
                 {"host", "h"},
                 {"top", "h." + cpu},
                 {"executable", "/bin/app"},
                 {"mpi",
                  {{"rank", rank},
                   {"size", devices.size()},
                   {"family", "MPICH"},
                   {"library", "/lib/libmpi.so"},
                   {"version", "MPICH Version: 4.0.2"}}},
                 {"cpu_s", 1.0},
                 {"children_cpu_s", 0.0},
                 {"threads", {{{"id", 1}, {"cpus", cpu}, {"cpu_s", 1.0}}}}};
    auto const& own = devices[static_cast<std::size_t>(rank)];
    if (!own.is_null()) process["devices"] = own;
    process.update(by_driver_);
    return process;
  }

  Json by_driver_ = Json::object();
};

TEST_F(ProvenDevices, AreOfEachRankItsOwn) {
  EXPECT_EQ(verdict("mpiexec", 1, {"0", "1"}).of, VerdictClass::ok);
  EXPECT_EQ(verdict("mpiexec", 2, {"0,1", "2,3"}).of, VerdictClass::ok);
  EXPECT_EQ(verdict("mpiexec", 0, {"0", "0"}).of, VerdictClass::ok) << "not asked";
}

// Eight ranks on GPU 0.
TEST_F(ProvenDevices, AreNotShared) {
  auto const shared = verdict("mpiexec", 1, {"0", "0"});
  EXPECT_EQ(shared.of, VerdictClass::device);
  EXPECT_EQ(shared.detail, "ranks 0 and 1 of the program share GPU 0");
}

TEST_F(ProvenDevices, AreAsManyAsAsked) {
  for (auto const& wrong : {Json("0,1"), Json(""), Json()})
    EXPECT_EQ(verdict("mpiexec", 1, {"0", wrong}).of, VerdictClass::device);
  EXPECT_THAT(verdict("mpiexec", 1, {"0", Json()}).detail,
              HasSubstr("1 GPUs of each rank asked, rank 1 of the program may use 0"));
}

// A program that starts others may leave the GPUs to them.
TEST_F(ProvenDevices, HaveADriverUnlessOthersDoTheWork) {
  by_driver_ = {{"gpu_driver", ""}, {"gpus", Json::array()}};
  EXPECT_EQ(verdict("mpiexec", 1, {"0", "1"}).of, VerdictClass::device);
  by_driver_["children_cpu_s"] = 0.3;
  EXPECT_EQ(verdict("mpiexec", 1, {"0", "1"}).of, VerdictClass::ok);
}

// Each step's rank sees its own device as the first.
TEST_F(ProvenDevices, HaveNamesOfTheirOwnUnderSrun) {
  EXPECT_EQ(verdict("srun", 1, {"0", "0"}).of, VerdictClass::ok);
  by_driver_ = {{"gpu_driver", "/lib/libcuda.so.1"}, {"gpus", {"GPU-a"}}};
  EXPECT_EQ(verdict("srun", 1, {"0", "0"}).detail,
            "by the driver ranks 0 and 1 of the program are both on GPU-a");
  EXPECT_EQ(verdict("srun", 1, {"0", "0,1"}).of, VerdictClass::device);
}

}  // namespace
}  // namespace assay
