// SPDX-License-Identifier: Apache-2.0
// Cleans up after a harness that was killed and could not.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "descriptor.hpp"

namespace assay {

/// A launch, as the watcher has to know it.
struct WatchedLaunch {
  std::string run_id;  ///< empty: none
  double grace_s = 0;
  std::vector<std::filesystem::path> directories{};  ///< that go with it
};

/// A process beside our launches, one for all of them, that does nothing as long as we
/// live. Should we end during one, it waits up to the launch's grace time (at most 3 s)
/// for the launcher, which gets TERM by PR_SET_PDEATHSIG, to end its ranks, then kills
/// all that carry the launch's run id, and removes its directories. The signal alone
/// does not reach ranks of a launcher that ignores it, nor daemons.
class Watcher {
 public:
  Watcher() = default;  ///< the process starts with the first launch
  ~Watcher() { end(); }
  Watcher(Watcher const&) = delete;
  Watcher& operator=(Watcher const&) = delete;

  /// Has the next launch watched instead of what was before; with a new process where
  /// that of before is gone. Throws StartError.
  void watch(WatchedLaunch const& launch);

  /// The launch has ended, and nothing of it is left.
  void forget();

 private:
  void start();
  void end();
  bool tell(std::string_view message) const;

  Descriptor life_;  ///< the end of a socket that closes with us
  pid_t pid_ = 0;
};

/// Has a launch watched for as long as it lives.
class Watch {
 public:
  Watch(Watcher& watcher, WatchedLaunch const& launch) : watcher_(watcher) {
    watcher.watch(launch);
  }
  ~Watch() { watcher_.forget(); }
  Watch(Watch const&) = delete;
  Watch& operator=(Watch const&) = delete;

 private:
  Watcher& watcher_;
};

}  // namespace assay
