// SPDX-License-Identifier: Apache-2.0
// Cleans up after a harness that was killed and could not.
#pragma once

#include <sys/types.h>

#include <string>

#include "descriptor.hpp"

namespace assay {

/// A process beside the launch that does nothing as long as we live. Should we end
/// without ending it first, it waits up to `grace_s` (at most 3) for the launcher,
/// which gets TERM by PR_SET_PDEATHSIG, to end its ranks, then kills all that carry
/// `run_id`. The signal alone does not reach ranks of a launcher that ignores it, nor
/// daemons.
class Watcher {
 public:
  Watcher(std::string const& run_id, double grace_s);  ///< throws StartError
  ~Watcher();
  Watcher(Watcher const&) = delete;
  Watcher& operator=(Watcher const&) = delete;

 private:
  Descriptor life_;  ///< the end of a pipe that closes with us
  pid_t pid_ = 0;
};

}  // namespace assay
