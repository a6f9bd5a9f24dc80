// SPDX-License-Identifier: Apache-2.0
// Tests that see, or fail, calls of the system by strace.
#pragma once

#include "lack.hpp"
#include "os/environment.hpp"
#include "os/process.hpp"

namespace assay {

/// Whether strace is here, and may trace.
inline bool strace_works() {
  static bool const works = [] {
    return run_process({{"strace", "-f", "-o", "/dev/null", "true"},
                        own_environment(),
                        "/",
                        ""},
                       {.timeout_s = 20})
        .succeeded();
  }();
  return works;
}

}  // namespace assay

/// Ends the test that calls it where strace does not work.
#define REQUIRE_STRACE() \
  if (!assay::strace_works()) return lack("strace is absent, or may not trace here")
