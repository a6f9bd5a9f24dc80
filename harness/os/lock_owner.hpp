// SPDX-License-Identifier: Apache-2.0
// Who holds a lock, as a value that can be stored and checked for life.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace assay {

/// A process, named so that a later one with the same number is not taken for it.
struct LockOwner {
  std::string host;
  int pid = 0;
  std::uint64_t start_ticks = 0;  ///< since boot, field 22 of /proc/<pid>/stat
  std::string boot_id;            ///< differs after every boot, on every machine
  std::string pid_namespace;      ///< pid means nothing in another one
  std::string since_utc;
};

enum class Life {
  alive,
  dead,
  unknown,  ///< on another machine, or in another container
};

LockOwner this_process();

std::string to_text(LockOwner const& owner);
std::optional<LockOwner> owner_from(
    std::string const& text);  ///< nothing if it is no owner

/// `start_ticks_now`: of the process that has the owner's pid here today, 0 if none
/// has.
Life life_of(LockOwner const& owner, LockOwner const& us,
             std::uint64_t start_ticks_now);

}  // namespace assay
