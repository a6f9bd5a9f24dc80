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

/// Living processes of `table` whose chain of parents leads to `ancestor`, without
/// passing through one of `exempt`. Pure.
std::vector<ProcessEntry> descendants_in(std::vector<ProcessEntry> const& table,
                                         pid_t ancestor, std::set<pid_t> const& exempt);

/// Our children of now (of the main thread): those that a launch does not own.
std::set<pid_t> own_children();

/// What a launch left: our descendants (orphans come to us, since we are their
/// subreaper) but for `exempt`, and all that carry `run_id`. Never ourselves nor our
/// ancestors. `since_ticks`: when the launcher was started; what is older carries no
/// mark of it.
std::vector<ProcessEntry> find_descendants(std::string const& run_id,
                                           std::set<pid_t> const& exempt,
                                           std::uint64_t since_ticks);

/// Living processes of our user that carry `run_id`, but for ourselves and our
/// ancestors.
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
