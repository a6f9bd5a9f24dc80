// SPDX-License-Identifier: Apache-2.0
// Who holds a lock, as a value that can be stored and checked for life.
#include "lock_owner.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <unistd.h>

#include <ctime>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "common/first_line.hpp"
#include "common/host_name.hpp"
#include "common/json.hpp"
#include "process_table.hpp"

namespace assay {

LockOwner this_process() {
  LockOwner owner;
  owner.host = host_name();
  owner.pid = ::getpid();
  owner.start_ticks = start_ticks_of(owner.pid);
  owner.boot_id = first_line_of("/proc/sys/kernel/random/boot_id");
  std::error_code ignored;  // the empty name then equals the empty name
  owner.pid_namespace =
      std::filesystem::read_symlink("/proc/self/ns/pid", ignored).string();
  owner.since_utc = fmt::format("{:%FT%TZ}", fmt::gmtime(std::time(nullptr)));
  return owner;
}

std::string to_text(LockOwner const& owner) {
  Json const value = {{"host", owner.host},
                      {"pid", owner.pid},
                      {"start_ticks", owner.start_ticks},
                      {"boot_id", owner.boot_id},
                      {"pid_namespace", owner.pid_namespace},
                      {"since_utc", owner.since_utc}};
  return to_text(value) + "\n";
}

std::optional<LockOwner> owner_from(std::string const& text) {
  auto const value = try_parse_json(text);
  if (!value.is_object()) return std::nullopt;
  try {
    LockOwner owner;
    value.at("host").get_to(owner.host);
    value.at("pid").get_to(owner.pid);
    value.at("start_ticks").get_to(owner.start_ticks);
    value.at("boot_id").get_to(owner.boot_id);
    value.at("pid_namespace").get_to(owner.pid_namespace);
    value.at("since_utc").get_to(owner.since_utc);
    return owner;
  } catch (Json::exception const&) {
    return std::nullopt;
  }
}

Life life_of(LockOwner const& owner, LockOwner const& us,
             std::uint64_t start_ticks_now) {
  bool const without_proc = us.start_ticks == 0;
  if (without_proc) return Life::unknown;
  bool const same_boot = owner.boot_id == us.boot_id;
  if (same_boot && owner.pid_namespace == us.pid_namespace) {
    bool const runs = start_ticks_now != 0 && owner.start_ticks == start_ticks_now;
    return runs ? Life::alive : Life::dead;
  }
  bool const rebooted = !same_boot && owner.host == us.host;
  return rebooted ? Life::dead : Life::unknown;
}

}  // namespace assay
