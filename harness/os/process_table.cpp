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
#include <map>
#include <utility>

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
std::string proc_file(pid_t pid, std::string_view name) {
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

/// Of the entries of a directory, those that are numbers.
std::vector<pid_t> numbers_in(std::string const& directory) {
  std::vector<pid_t> numbers;
  std::error_code error;
  for (std::filesystem::directory_iterator item(directory, error), end;
       !error && item != end; item.increment(error)) {
    auto const number = as_number<pid_t>(item->path().filename().native());
    if (number) numbers.push_back(*number);
  }
  return numbers;
}

/// 0 where there is none.
template <class Number>
Number number_at(std::string_view text, std::size_t position) {
  text.remove_prefix(std::min(text.size(), position));
  return as_number<Number>(next_word(text)).value_or(0);
}

bool belongs_to_us(pid_t pid) {
  struct stat status {};
  return ::stat(fmt::format("/proc/{}", pid).c_str(), &status) == 0 &&
         status.st_uid == ::geteuid();
}

/// Of all its threads: each has a list of its own.
std::vector<ProcessEntry> listed_children(pid_t parent) {
  std::vector<ProcessEntry> children;
  for (auto const thread : numbers_in(fmt::format("/proc/{}/task", parent))) {
    auto const text = proc_file(parent, fmt::format("task/{}/children", thread));
    std::string_view rest = text;
    for (auto word = next_word(rest); !word.empty(); word = next_word(rest)) {
      auto const pid = as_number<pid_t>(word);
      auto const entry = pid ? process_entry(*pid) : std::nullopt;
      if (entry) children.push_back(*entry);
    }
  }
  return children;
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
  for (auto const pid : numbers_in("/proc")) {
    if (auto const entry = process_entry(pid)) table.push_back(*entry);
  }
  return table;
}

bool kernel_lists_children(std::filesystem::path const& proc) {
  return ::access((proc / "thread-self/children").c_str(), R_OK) == 0;
}

ChildrenOf children_now() {
  if (kernel_lists_children()) return listed_children;
  return children_in(process_table());
}

ChildrenOf children_in(std::vector<ProcessEntry> const& table) {
  std::map<pid_t, std::vector<ProcessEntry>> children;
  for (auto const& process : table) children[process.parent].push_back(process);
  return [children = std::move(children)](pid_t parent) {
    auto const found = children.find(parent);
    return found == children.end() ? std::vector<ProcessEntry>{} : found->second;
  };
}

Births births_so_far() {
  auto const load = text_of("/proc/loadavg");  // "0.10 0.20 0.30 1/200 4711"
  auto const stat = text_of("/proc/stat");
  constexpr std::string_view name = "\nprocesses ";
  auto const line = stat.find(name);
  return {
      number_at<pid_t>(load, load.rfind(' ')),
      number_at<std::uint64_t>(stat, line == stat.npos ? line : line + name.size())};
}

std::vector<ProcessEntry> born_since(Births const& before, pid_t witness) {
  // As long as this to look up as a walk over some thousand processes; far fewer than
  // the numbers that there are, so that the kernel has not come round unnoticed.
  constexpr std::uint64_t most = 10'000;
  auto const now = births_so_far();
  bool const told = before.last > 0 && before.last < witness && witness <= now.last &&
                    before.count > 0 && now.count - before.count <= most &&
                    static_cast<std::uint64_t>(now.last - before.last) <= most;
  if (!told) return process_table();
  std::vector<ProcessEntry> born;
  for (auto pid = before.last + 1; pid <= now.last; ++pid) {
    if (auto const entry = process_entry(pid)) born.push_back(*entry);
  }
  return born;
}

std::uint64_t start_ticks_of(pid_t pid) {
  auto const entry = process_entry(pid);
  return entry && !entry->dead() ? entry->start_ticks : 0;
}

bool leads_its_threads(pid_t pid) {
  return proc_file(pid, "status").find(fmt::format("\nTgid:\t{}\n", pid)) !=
         std::string::npos;
}

bool carries_run_id(pid_t pid, std::string const& run_id) {
  if (run_id.empty() || !belongs_to_us(pid)) return false;
  using namespace std::string_literals;
  auto const variables = "\0"s + proc_file(pid, "environ") + "\0"s;
  return variables.find("\0ASSAY_RUN_ID="s + run_id + "\0"s) != variables.npos;
}

}  // namespace assay
