// SPDX-License-Identifier: Apache-2.0
// Processor time out of what wait4 tells.
#pragma once

#include <sys/resource.h>

namespace assay {

/// User and system time, of a process and of those it waited for.
inline double cpu_seconds(struct rusage const& usage) {
  auto const seconds = [](timeval const& time) {
    return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

}  // namespace assay
