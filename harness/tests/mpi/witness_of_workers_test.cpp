// SPDX-License-Identifier: Apache-2.0
// Our workers say where they ran and what took how long: the witness, which knows
// nothing of them, has to say the same.
#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <numeric>
#include <string>
#include <vector>

#include "assay_process.hpp"
#include "records/read_journal.hpp"
#include "scoped_variable.hpp"

namespace assay {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::Gt;
using ::testing::Le;

constexpr auto* kernel_on_two_ranks =
    "study: s\nkernel: pi\nscaling: strong\nsamples: 1e7\nrepetitions: 7\n"
    "limits: {timeout: 60s}\nlaunches: 1\nranks: 2\n";

/// In the manner of mpiexec: the real one, which preloads the witness.
fs::path launcher_with_witness(fs::path const& directory, fs::path const& seen) {
  auto const file = directory / "launcher";
  // By a name without a blank, at which a name in LD_PRELOAD ends.
  auto const witness = directory / "witness.so";
  fs::create_symlink(ASSAY_WITNESS, witness);
  std::ofstream(file) << "#!/bin/sh\n"
                         "[ \"$1\" = --version ] && exec '"
                      << mpiexec_of_workers() << "' --version\n"
                      << "export LD_PRELOAD=" << witness
                      << " KOKKOS_PROFILE_LIBRARY=" << witness
                      << " KOKKOS_TOOLS_LIBS=" << witness
                      << " ASSAY_WITNESS_DIRECTORY=" << seen
                      << " ASSAY_WITNESS_NONCE=n\nexec '" << mpiexec_of_workers()
                      << "' \"$@\"\n";
  fs::permissions(file, fs::perms::owner_all);
  return file;
}

/// By rank.
std::vector<Json> records_in(fs::path const& seen) {
  std::vector<Json> found;
  for (auto const& entry : fs::directory_iterator(seen)) {
    std::ifstream in(entry.path());
    auto record = parse_json(in);
    if (!record["mpi"].is_null()) found.push_back(std::move(record));
  }
  std::sort(found.begin(), found.end(), [](Json const& a, Json const& b) {
    return a["mpi"]["rank"] < b["mpi"]["rank"];
  });
  return found;
}

Json result_of(StudyDirectory const& study) {
  auto const bytes = read_journal_bytes(study.results() / "journal.jsonl");
  for (auto const& line : parse_journal(bytes).lines)
    if (line["kind"] == "record") return line["result"];
  return nullptr;
}

TEST(WitnessOfWorkers, SaysWhatTheySay) {
  StudyDirectory const study(kernel_on_two_ranks);
  auto const seen = study.path() / "seen";
  fs::create_directory(seen);
  ScopedVariable const launcher("ASSAY_MPIEXEC",
                                launcher_with_witness(study.path(), seen));
  ASSERT_EQ(study.run(), 0) << study.output();
  auto const records = records_in(seen);
  ASSERT_EQ(records.size(), 2U);
  auto const result = result_of(study);
  auto const& repetitions = result["measurements"][0];
  auto const times_s = repetitions["makespan_s"].get<std::vector<double>>();
  for (std::size_t rank = 0; rank < 2; ++rank) {
    auto const& own = result["world"]["by_rank"][rank];
    auto const& record = records[rank];
    EXPECT_EQ(record["mpi"]["size"], result["world"]["ranks"]);
    EXPECT_EQ(record["host"], own["host"]);
    EXPECT_EQ(record["threads"][0]["cpus"], own["thread_cpus"][0]);
    auto const& kernels = record["kokkos"];
    auto const kernel = std::find_if(kernels.begin(), kernels.end(),
                                     [](Json const& k) { return k["name"] == "pi"; });
    ASSERT_NE(kernel, kernels.end());
    EXPECT_EQ((*kernel)["count"], times_s.size());
    EXPECT_THAT(
        (*kernel)["time_s"].get<double>(),
        AllOf(Gt(0.0), Le(std::accumulate(times_s.begin(), times_s.end(), 0.0))));
  }
}

}  // namespace
}  // namespace assay
