// SPDX-License-Identifier: Apache-2.0
// Tests that a machine does not let run.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

namespace assay {

/// Skips the test that calls it, which then returns, since this machine lacks `what`: a
/// namespace, a mount, a right to trace. Where CI is set the machine is there to run
/// every test, and the test fails.
inline void lack(std::string const& what) {
  char const* const ci = std::getenv("CI");
  if (ci != nullptr && *ci != '\0') FAIL() << what << ", and CI is set";
  GTEST_SKIP() << what;
}

}  // namespace assay
