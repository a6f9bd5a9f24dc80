// SPDX-License-Identifier: Apache-2.0
// Launches one at a time on this host, and tells a person when it is not quiet.
#pragma once

#include "execute/attempt.hpp"
#include "os/host_lock.hpp"
#include "os/watcher.hpp"

namespace assay {

/// Starts commands while it holds the turn of the host, and watches what else the host
/// does meanwhile. Says so on standard error: once when it waits, once at the first
/// disturbed launch, and in total at the end.
class ExclusiveStart {
 public:
  ExclusiveStart();

  /// Several start at the same time, in one turn.
  std::vector<ProcessResult> operator()(std::span<Command const> commands,
                                        ProcessLimits const& limits);

  /// Prints how many launches were disturbed, where any was.
  void summarise() const;

 private:
  void note(Noise const& noise);

  HostLockRule rule_;
  Watcher watcher_;
  int launches_ = 0;
  int disturbed_ = 0;
};

/// Prints a warning where the host is busy before anything is measured.
void warn_if_busy(int cpus);

}  // namespace assay
