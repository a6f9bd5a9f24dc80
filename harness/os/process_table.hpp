// SPDX-License-Identifier: Apache-2.0
// The processes of this machine, as /proc shows them.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

struct ProcessEntry {
  pid_t pid = 0;
  pid_t parent = 0;
  char state = '?';               ///< Z and X are dead
  std::uint64_t start_ticks = 0;  ///< since boot; with pid it names a process for good

  bool dead() const { return state == 'Z' || state == 'X'; }
};

/// The text of /proc/<pid>/stat; nothing where it is none.
std::optional<ProcessEntry> process_from(std::string_view stat_text);

std::optional<ProcessEntry> process_entry(pid_t pid);  ///< nothing if there is none

/// All processes: its cost grows with what others run on this host.
std::vector<ProcessEntry> process_table();

/// The children of a process, dead ones included.
using ChildrenOf = std::function<std::vector<ProcessEntry>(pid_t)>;

/// Whether this kernel was built to list the children of a process
/// (CONFIG_PROC_CHILDREN).
bool kernel_lists_children(std::filesystem::path const& proc = "/proc");

/// By those lists, as they are when it is called; where there are none, by a walk over
/// all processes of now.
ChildrenOf children_now();
ChildrenOf children_in(std::vector<ProcessEntry> const& table);

/// How far the kernel has come in numbering processes and threads, which it does
/// upwards, and from the start again after the highest number. 0: it does not tell.
struct Births {
  pid_t last = 0;           ///< number of the latest
  std::uint64_t count = 0;  ///< since boot, on the whole host
};

Births births_so_far();

/// Those born between `before` and now that still live, with their threads; all
/// processes where the numbers do not tell, which `witness`, one that was born since,
/// would show, or where there are too many of them.
std::vector<ProcessEntry> born_since(Births const& before, pid_t witness);

/// 0 if there is no such process, or only its remains.
std::uint64_t start_ticks_of(pid_t pid);

/// Is a process, not one of its further threads.
bool leads_its_threads(pid_t pid);

/// Belongs to our user and was started with ASSAY_RUN_ID set to exactly `run_id`.
bool carries_run_id(pid_t pid, std::string const& run_id);

}  // namespace assay
