// SPDX-License-Identifier: Apache-2.0
// Finds and ends the processes that a launch started, wherever they moved to.
#include "descendants.hpp"

#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <thread>

#include "cpu_time.hpp"
#include "descriptor.hpp"
#include "process.hpp"

namespace assay {
namespace {

/// Ourselves and all above us: with nested studies these may carry a run id as well.
std::set<pid_t> own_line() {
  std::set<pid_t> line;
  auto at = process_entry(::getpid());
  while (at && line.insert(at->pid).second) at = process_entry(at->parent);
  return line;
}

// An environment is read only where it can hold the mark: it costs most of the search.
std::vector<ProcessEntry> marked_in(std::vector<ProcessEntry> const& processes,
                                    std::string const& run_id,
                                    std::uint64_t since_ticks) {
  std::vector<ProcessEntry> marked;
  for (auto const& process : processes) {
    if (process.dead() || process.start_ticks < since_ticks) continue;
    if (carries_run_id(process.pid, run_id)) marked.push_back(process);
  }
  if (marked.empty()) return marked;
  std::erase_if(marked, [ours = own_line()](ProcessEntry const& process) {
    return ours.contains(process.pid) || !leads_its_threads(process.pid);
  });
  return marked;
}

}  // namespace

std::vector<ProcessEntry> descendants_of(pid_t ancestor, std::set<pid_t> const& exempt,
                                         ChildrenOf const& children_of) {
  std::vector<ProcessEntry> found;
  std::set<pid_t> passed{ancestor};  // what is read while it changes may hold a loop
  std::vector<pid_t> open{ancestor};
  while (!open.empty()) {
    auto const parent = open.back();
    open.pop_back();
    for (auto const& process : children_of(parent)) {
      if (exempt.contains(process.pid) || !passed.insert(process.pid).second) continue;
      open.push_back(process.pid);
      if (!process.dead()) found.push_back(process);
    }
  }
  return found;
}

std::set<pid_t> own_children() {
  std::set<pid_t> children;
  for (auto const& process : children_now()(::getpid())) children.insert(process.pid);
  return children;
}

std::vector<ProcessEntry> find_descendants(LaunchMarks const& launch) {
  auto found = descendants_of(::getpid(), launch.exempt, children_now());
  if (launch.run_id.empty()) return found;  // nothing else is marked
  auto const marked = marked_in(born_since(launch.before, launch.launcher),
                                launch.run_id, launch.since_ticks);
  found.insert(found.end(), marked.begin(), marked.end());
  return found;
}

std::vector<ProcessEntry> find_marked(std::string const& run_id) {
  return marked_in(process_table(), run_id, 0);
}

void kill_process(ProcessEntry const& process) {
  Descriptor const handle(static_cast<int>(::syscall(SYS_pidfd_open, process.pid, 0)));
  // Only now is the number sure to mean the same process until the signal is sent.
  if (start_ticks_of(process.pid) != process.start_ticks) return;
  if (handle.open()) {
    ::syscall(SYS_pidfd_send_signal, handle.get(), SIGKILL, nullptr, 0);
  } else {
    ::kill(process.pid, SIGKILL);
  }
}

double reap_orphans(std::set<pid_t> const& exempt) {
  double cpu_s = 0;
  for (auto const& process : children_now()(::getpid())) {
    if (!process.dead() || exempt.contains(process.pid)) continue;
    struct rusage usage {};
    if (::wait4(process.pid, nullptr, WNOHANG, &usage) == process.pid) {
      cpu_s += cpu_seconds(usage);
    }
  }
  return cpu_s;
}

Ended end_all(std::function<std::vector<ProcessEntry>()> const& find,
              std::chrono::milliseconds limit) {
  auto const give_up = std::chrono::steady_clock::now() + limit;
  Ended ended;
  while (true) {
    auto const found = find();
    ended.left.clear();
    for (auto const& process : found) {
      ended.seen.insert(process.pid);
      ended.left.insert(process.pid);
      kill_process(process);
    }
    if (found.empty() || std::chrono::steady_clock::now() >= give_up) return ended;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
}

}  // namespace assay
