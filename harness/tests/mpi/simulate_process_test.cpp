// SPDX-License-Identifier: Apache-2.0
// A simulated study waits for no one: not for the host, not for its launches.
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>

#include "assay_process.hpp"
#include "host_lock.hpp"
#include "scoped_variable.hpp"

namespace assay::test {
namespace {

TEST(SimulateProcess, TakesNoTurnOfTheHost) {
  StudyDirectory const study(
      "study: s\nkernel: pi\nscaling: weak\nsamples: 1e9\nnodes: [1, 2]\n"
      "ranks: [2, 64]\nlauncher: simulate\nlaunches: 10\n"
      "simulate: {nodes: 2, cores_per_node: 32}\n");
  auto const lock = study.path() / "host.lock";
  ScopedVariable const file("ASSAY_HOST_LOCK", lock.string());
  auto const turn = take_turn({lock});
  ASSERT_TRUE(turn.held());
  auto const begin = std::chrono::steady_clock::now();
  EXPECT_EQ(study.run(), 0) << study.output();
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(10));
  EXPECT_EQ(study.verdicts(), (std::map<std::string, int>{{"ok", 30}}));
}

}  // namespace
}  // namespace assay::test
