// SPDX-License-Identifier: Apache-2.0
// Finds and ends the processes that a launch started, wherever they moved to.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "process_table.hpp"

namespace assay {

/// Living processes whose chain of parents leads to `ancestor`, without passing through
/// one of `exempt`.
std::vector<ProcessEntry> descendants_of(pid_t ancestor, std::set<pid_t> const& exempt,
                                         ChildrenOf const& children_of);

/// Our children of now: those that a launch does not own.
std::set<pid_t> own_children();

/// What tells the processes of a launch from all others.
struct LaunchMarks {
  std::string run_id;
  std::set<pid_t> exempt;         ///< children of ours that were there before
  Births before;                  ///< before the launcher was started
  pid_t launcher = 0;             ///< its number
  std::uint64_t since_ticks = 0;  ///< nothing of the launch is older
};

/// What a launch left: our descendants (orphans come to us, since we are their
/// subreaper), and all that were born since it began and carry its run id. Never
/// ourselves nor our ancestors. Costs nothing for what else runs on this host, but
/// where the kernel does not tell (see children_now, born_since).
std::vector<ProcessEntry> find_descendants(LaunchMarks const& launch);

/// Living processes of our user that carry `run_id`, but for ourselves and our
/// ancestors: by a walk over all processes, for where no launch is known.
std::vector<ProcessEntry> find_marked(std::string const& run_id);

/// SIGKILL to exactly this process; one that got its number later is safe.
void kill_process(ProcessEntry const& process);

struct Ended {
  std::set<pid_t> seen;  ///< all that were ended or tried to be
  std::set<pid_t> left;  ///< still there when the time was over
};

/// Takes the exit status of orphans that came to us and died, so that they do not stay
/// as zombies; not of `exempt`, whom someone else waits for. Their processor time in
/// seconds.
double reap_orphans(std::set<pid_t> const& exempt);

/// SIGKILL to all that `find` finds, again and again until it finds none.
Ended end_all(std::function<std::vector<ProcessEntry>()> const& find,
              std::chrono::milliseconds limit);

}  // namespace assay
