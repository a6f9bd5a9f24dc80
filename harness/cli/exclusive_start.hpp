// SPDX-License-Identifier: Apache-2.0
// Launches one at a time on this host, and measures how quiet it is.
#pragma once

#include <string>

#include "common/activity.hpp"
#include "execute/attempt.hpp"
#include "os/host_lock.hpp"
#include "os/watcher.hpp"

namespace assay {

/// Starts commands while it holds the turn of the host, and watches what else the host
/// does meanwhile. Says once on standard error when it waits.
class ExclusiveStart {
 public:
  /// `host`: the name by which it tells the noise of this one.
  explicit ExclusiveStart(std::string host = {});

  /// Several start at the same time, in one turn.
  std::vector<ProcessResult> operator()(std::span<Command const> commands,
                                        ProcessLimits const& limits);

 private:
  HostLockRule rule_;
  Watcher watcher_;
  ActivityReader reader_;
  std::string host_;
};

/// Prints a warning where the host is busy before anything is measured.
void warn_if_busy(int cpus);

}  // namespace assay
