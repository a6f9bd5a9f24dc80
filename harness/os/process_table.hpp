// SPDX-License-Identifier: Apache-2.0
// The processes of this machine, as /proc shows them.
#pragma once

#include <sys/types.h>

#include <cstdint>
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
std::vector<ProcessEntry> process_table();
std::vector<ProcessEntry> children_of_main_thread();  ///< dead ones included

/// 0 if there is no such process, or only its remains.
std::uint64_t start_ticks_of(pid_t pid);

/// Belongs to our user and was started with ASSAY_RUN_ID set to exactly `run_id`.
bool carries_run_id(pid_t pid, std::string const& run_id);

}  // namespace assay
