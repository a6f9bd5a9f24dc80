// SPDX-License-Identifier: Apache-2.0
// What the records of real programs keep of their parts: phases, parallel regions and
// kernels of Kokkos.
#include <gmock/gmock.h>

#include "assay_process.hpp"

namespace assay {
namespace {

using ::testing::AllOf;
using ::testing::Ge;
using ::testing::Le;

/// One launch of two ranks; what the witness saw.
Json witness_of(std::string const& words, std::string const& rest = "ranks: 2\n") {
  StudyDirectory const study(
      "study: s\nscaling: strong\nlaunches: 1\nlimits: {timeout: 30s}\nprogram: [" +
      words + "]\n" + rest);
  EXPECT_EQ(study.run(), 0) << study.output();
  auto const records = study.lines("record");
  return records.empty() ? Json() : records.front()["witness"];
}

TEST(Parts, PhasesAreKeptByRank) {
  auto const phases = witness_of(WITNESSED ", phases")["phases"];
  ASSERT_EQ(phases.size(), 1U);
  EXPECT_EQ(phases[0]["level"], 1);
  for (std::size_t rank = 0; rank < 2; ++rank) {
    EXPECT_EQ(phases[0]["count"][rank], 3);
    EXPECT_GE(phases[0]["time_s"][rank], 0.149);
  }
}

TEST(Parts, ParallelRegionsAreKeptByRank) {
  auto const regions =
      witness_of(WITNESSED ", hybrid", "ranks: 1\nthreads: 2\n")["openmp"];
  EXPECT_EQ(regions["runtime"], "GOMP");
  auto const time_s = regions["time_s"][0].get<double>();
  EXPECT_THAT(time_s, Ge(0.599));
  // Not what the first thread waits for the other.
  EXPECT_THAT(regions["threads_s"][0].get<double>(),
              AllOf(Ge(0.899), Le(2 * time_s - 0.1)));
  EXPECT_EQ(regions["threads_mpi_s"][0], 0);
}

TEST(Parts, KernelsOfKokkosAreKept) {
  if (std::string(WITNESSED_KOKKOS).empty()) GTEST_SKIP() << "Kokkos is for GPUs";
  auto const kernels = witness_of(WITNESSED_KOKKOS)["kokkos"];
  ASSERT_EQ(kernels.size(), 3U);
  EXPECT_EQ(kernels[0]["name"], "sleep");
  auto const time_s = kernels[0]["time_s"].get<double>();
  EXPECT_THAT(time_s, Ge(0.199));
  EXPECT_THAT(kernels[0]["mean_s"].get<double>(), AllOf(Ge(0.149), Le(time_s)));
}

TEST(Parts, AToolOfTheStudyHasKokkosToItself) {
  if (std::string(WITNESSED_KOKKOS).empty()) GTEST_SKIP() << "Kokkos is for GPUs";
  auto const witness = witness_of(WITNESSED_KOKKOS,
                                  "ranks: 2\nenv: {KOKKOS_PROFILE_LIBRARY: libm.so.6, "
                                  "KOKKOS_TOOLS_LIBS: libm.so.6}\n");
  EXPECT_FALSE(witness.contains("kokkos"));
}

}  // namespace
}  // namespace assay
