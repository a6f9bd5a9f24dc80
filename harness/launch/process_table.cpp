// SPDX-License-Identifier: Apache-2.0
// The processes of this machine, as /proc shows them.
#include "process_table.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <filesystem>
#include <sstream>

#include "descriptor.hpp"

namespace assay {
namespace {

std::string content_of(std::string const& path) {
  Descriptor const file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  std::string text;
  std::array<char, 4096> piece;
  while (true) {
    auto const size = ::read(file.get(), piece.data(), piece.size());
    if (size <= 0) return text;
    text.append(piece.data(), static_cast<std::size_t>(size));
  }
}

/// Empty where the process is gone or not ours to read.
std::string proc_file(pid_t pid, char const* name) {
  return content_of(fmt::format("/proc/{}/{}", pid, name));
}

std::optional<pid_t> as_pid(std::string const& name) {
  pid_t pid = 0;
  auto const [end, error] =
      std::from_chars(name.data(), name.data() + name.size(), pid);
  if (error != std::errc{} || end != name.data() + name.size()) return std::nullopt;
  return pid;
}

bool belongs_to_us(pid_t pid) {
  struct stat status {};
  return ::stat(fmt::format("/proc/{}", pid).c_str(), &status) == 0 &&
         status.st_uid == ::geteuid();
}

}  // namespace

std::optional<ProcessEntry> process_from(std::string_view stat_text) {
  // The name, in brackets, may itself hold blanks and brackets.
  auto const name_end = stat_text.rfind(')');
  if (name_end == stat_text.npos) return std::nullopt;
  ProcessEntry entry;
  std::istringstream head{std::string(stat_text.substr(0, name_end))};
  std::istringstream rest{std::string(stat_text.substr(name_end + 1))};
  head >> entry.pid;
  rest >> entry.state >> entry.parent;
  std::string skipped;
  constexpr int between_parent_and_start = 17;  // fields 5 to 21 of proc(5)
  for (int i = 0; i < between_parent_and_start; ++i) rest >> skipped;
  rest >> entry.start_ticks;
  if (!head || !rest) return std::nullopt;
  return entry;
}

std::optional<ProcessEntry> process_entry(pid_t pid) {
  return process_from(proc_file(pid, "stat"));
}

std::vector<ProcessEntry> process_table() {
  std::vector<ProcessEntry> table;
  std::error_code error;
  for (std::filesystem::directory_iterator item("/proc", error), end;
       !error && item != end; item.increment(error)) {
    auto const pid = as_pid(item->path().filename().string());
    if (!pid) continue;
    if (auto const entry = process_entry(*pid)) table.push_back(*entry);
  }
  return table;
}

// The kernel lists them, where it was built to; those of other threads it does not.
std::vector<ProcessEntry> children_of_main_thread() {
  std::vector<ProcessEntry> children;
  auto const own = ::getpid();
  auto const file = fmt::format("/proc/{}/task/{}/children", own, own);
  if (::access(file.c_str(), R_OK) == 0) {
    std::istringstream pids(content_of(file));
    for (pid_t pid = 0; pids >> pid;) {
      if (auto const entry = process_entry(pid)) children.push_back(*entry);
    }
    return children;
  }
  for (auto const& process : process_table()) {
    if (process.parent == own) children.push_back(process);
  }
  return children;
}

std::uint64_t start_ticks_of(pid_t pid) {
  auto const entry = process_entry(pid);
  return entry && !entry->dead() ? entry->start_ticks : 0;
}

bool carries_run_id(pid_t pid, std::string const& run_id) {
  if (run_id.empty() || !belongs_to_us(pid)) return false;
  using namespace std::string_literals;
  auto const variables = "\0"s + proc_file(pid, "environ") + "\0"s;
  return variables.find("\0ASSAY_RUN_ID="s + run_id + "\0"s) != variables.npos;
}

}  // namespace assay
