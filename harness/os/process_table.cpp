// SPDX-License-Identifier: Apache-2.0
// The processes of this machine, as /proc shows them.
#include "process_table.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>

#include "descriptor.hpp"

namespace assay {
namespace {

/// Empty where it cannot be read. One launch reads some hundred of these, so without a
/// stream.
std::string text_of(char const* file) {
  Descriptor const opened(::open(file, O_RDONLY | O_CLOEXEC));
  std::string text;
  std::array<char, 4096> piece;
  while (opened.open()) {
    auto const size = ::read(opened.get(), piece.data(), piece.size());
    if (size <= 0) break;
    text.append(piece.data(), static_cast<std::size_t>(size));
  }
  return text;
}

/// Empty where the process is gone or not ours to read.
std::string proc_file(pid_t pid, char const* name) {
  return text_of(fmt::format("/proc/{}/{}", pid, name).c_str());
}

template <class Number>
std::optional<Number> as_number(std::string_view word) {
  Number number = 0;
  auto const* const end = word.data() + word.size();
  auto const [stop, error] = std::from_chars(word.data(), end, number);
  if (word.empty() || error != std::errc{} || stop != end) return std::nullopt;
  return number;
}

/// Takes a word and the blanks around it off `text`; empty at the end.
std::string_view next_word(std::string_view& text) {
  constexpr auto blanks = " \n";
  text.remove_prefix(std::min(text.size(), text.find_first_not_of(blanks)));
  auto const word = text.substr(0, text.find_first_of(blanks));
  text.remove_prefix(word.size());
  return word;
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
  auto rest = stat_text.substr(name_end + 1);
  constexpr int between_parent_and_start = 17;  // fields 5 to 21 of proc(5)
  auto const state = next_word(rest);
  auto const parent = as_number<pid_t>(next_word(rest));
  for (int i = 0; i < between_parent_and_start; ++i) next_word(rest);
  auto const start_ticks = as_number<std::uint64_t>(next_word(rest));
  auto const pid = as_number<pid_t>(next_word(stat_text));
  if (!pid || state.empty() || !parent || !start_ticks) return std::nullopt;
  return ProcessEntry{*pid, *parent, state.front(), *start_ticks};
}

std::optional<ProcessEntry> process_entry(pid_t pid) {
  return process_from(proc_file(pid, "stat"));
}

std::vector<ProcessEntry> process_table() {
  std::vector<ProcessEntry> table;
  std::error_code error;
  for (std::filesystem::directory_iterator item("/proc", error), end;
       !error && item != end; item.increment(error)) {
    auto const pid = as_number<pid_t>(item->path().filename().native());
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
    auto const text = text_of(file.c_str());
    std::string_view rest = text;
    for (auto word = next_word(rest); !word.empty(); word = next_word(rest)) {
      auto const pid = as_number<pid_t>(word);
      if (!pid) continue;
      if (auto const entry = process_entry(*pid)) children.push_back(*entry);
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
