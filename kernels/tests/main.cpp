// SPDX-License-Identifier: Apache-2.0
// Tests of kernels need a running Kokkos.
#include <gtest/gtest.h>

#include "lanes/kokkos_settings.hpp"

int main(int argc, char* argv[]) {
  testing::InitGoogleTest(&argc, argv);
  Kokkos::ScopeGuard const kokkos(assay::kokkos_settings(2));
  return RUN_ALL_TESTS();
}
