// SPDX-License-Identifier: Apache-2.0
// A race on purpose: sanitize.sh runs it to see that the thread sanitizer looks.
#include <gtest/gtest.h>

#include <cstdint>

#include "lanes/space.hpp"

namespace assay {
namespace {

TEST(Race, DISABLED_IsFound) {
  std::uint64_t shared = 0;
  std::uint64_t* const counter = &shared;
  Kokkos::parallel_for(
      "race", Kokkos::RangePolicy<Space>(0, 100'000),
      KOKKOS_LAMBDA(std::size_t) { *counter = *counter + 1; });
  Kokkos::fence();
  EXPECT_GT(shared, 0U);
}

}  // namespace
}  // namespace assay
