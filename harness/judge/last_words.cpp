// SPDX-License-Identifier: Apache-2.0
// Why a launcher started nothing, in its own words.
#include "last_words.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstddef>
#include <sstream>
#include <string_view>
#include <vector>

#include "text/utf8.hpp"

namespace assay {
namespace {

using Lines = std::vector<std::string>;

constexpr std::size_t longest_quote = 200;

/// What launchers say after the reason, in any release: that ranks have ended, that
/// they end the others, and where their own code was surprised by that.
constexpr std::array<std::string_view, 38> afterwords = {
    ": Exited with exit code",
    ": Terminated",
    ": Killed",
    "Terminating StepId",
    "Force Terminated",
    "PMIX ERROR",
    "PRTE ERROR",
    "ORTE_ERROR_LOG",
    "pmix_ptl_base",
    "CANCELLED AT",
    "Job step aborted",
    "job step to finish",
    "forcing job termination",
    "First task exited",
    "sent help message",
    "to see all help / error messages",
    "Local abort before MPI_INIT",
    "-> Returned",
    "on a NULL communicator",
    "Unknown error",
    "reported by process",
    "MPI_ERRORS_ARE_FATAL",
    "your MPI job",
    "terminated normally",
    "a non-zero exit code. Per user-direction",
    "detected that one or more processes exited",
    "thus causing the job to be terminated",
    "the job to be terminated. The first process to do so was",
    "MPI_ABORT was invoked on rank",
    "with errorcode",
    "invoking MPI_ABORT causes",
    "You may or may not see output from other processes",
    "exactly when Open MPI kills them",
    "Process name:",
    "has exited due to process rank",
    "noticed that process rank",
    "Exit code:",
    "BAD TERMINATION"};

/// Its words, one blank between them, without the stars of MPI's error handlers.
std::string trimmed(std::string const& line) {
  std::istringstream words(
      line.substr(std::min(line.find_first_not_of("* "), line.size())));
  std::string text;
  for (std::string word; words >> word;) text += (text.empty() ? "" : " ") + word;
  return text;
}

bool says_something(std::string const& line) {
  return std::any_of(line.begin(), line.end(),
                     [](unsigned char c) { return std::isalnum(c) != 0; });
}

bool is_afterword(std::string const& line) {
  return std::any_of(afterwords.begin(), afterwords.end(),
                     [&](auto const& words) { return line.find(words) != line.npos; });
}

/// Open MPI frames each of its help texts with two such lines.
bool is_frame(std::string const& line) {
  return line.size() >= 40 && line.find_first_not_of('-') == line.npos;
}

/// "Framework: pml"
bool names_a_value(std::string const& line) {
  auto const colon = line.find(": ");
  return colon != line.npos && colon > 0 && colon < 24;
}

/// Neither a warning, nor of an end, nor a line between two help texts.
bool is_reason(Lines const& help) {
  if (help.empty() || !says_something(help[0]) || is_afterword(help[0])) return false;
  constexpr std::array<std::string_view, 3> of_one_line = {"[", "srun: ", "An error "};
  auto const& first = help[0];
  return first.find("WARNING") == std::string::npos &&
         std::none_of(of_one_line.begin(), of_one_line.end(),
                      [&](auto begin) { return first.starts_with(begin); });
}

/// Says that something failed, and not what.
bool is_vague(Lines const& help) {
  return help[0].find("failed for some reason") != std::string::npos;
}

/// A help text has paragraphs, or names values; what a rank prints late need not.
bool is_of_a_launcher(Lines const& help) {
  return std::any_of(help.begin(), help.end(), [](auto const& line) {
    return line.empty() || names_a_value(line);
  });
}

/// The lines of the first help text that gives a reason, of a vague one where there is
/// no other. Which frame begins a text and which ends it is not asked: ranks write
/// their texts into each other's.
Lines first_help(Lines const& lines) {
  Lines vague;
  Lines help;
  bool after_frame = false;
  bool after_end = false;  // from where on lines of ranks may stand between two texts
  for (auto const& line : lines) {
    if (!is_frame(line)) {
      if (after_frame) help.push_back(line);
      continue;
    }
    after_frame = true;
    bool const gives_one = is_reason(help) && (!after_end || is_of_a_launcher(help));
    if (gives_one && !is_vague(help)) return help;
    if (gives_one && vague.empty()) vague = help;
    after_end = after_end || (!help.empty() && is_afterword(help[0]));
    help.clear();
  }
  return vague;
}

/// Its first sentence, and the values that it names.
std::string in_short(Lines const& help) {
  std::string sentence;
  for (auto const& line : help) {
    if (line.empty()) break;
    sentence += (sentence.empty() ? "" : " ") + line;
  }
  sentence = sentence.substr(0, sentence.find(". "));
  while (sentence.ends_with('.')) sentence.pop_back();
  char const* separator = ": ";
  for (auto const& line : help) {
    if (!names_a_value(line)) continue;
    sentence += separator + line;
    separator = ", ";
  }
  return sentence;
}

/// The last line that gives one, else the last that says that all has ended.
std::string last_reason(Lines const& lines) {
  auto found = std::find_if(lines.rbegin(), lines.rend(), [](auto const& line) {
    return says_something(line) && !is_afterword(line);
  });
  if (found == lines.rend())
    found = std::find_if(lines.rbegin(), lines.rend(), says_something);
  return found == lines.rend() ? "" : *found;
}

}  // namespace

std::string last_words(std::string const& output) {
  Lines lines;
  std::istringstream text(output);
  for (std::string line; std::getline(text, line);) lines.push_back(trimmed(line));
  auto const help = first_help(lines);
  return printable(help.empty() ? last_reason(lines) : in_short(help), longest_quote);
}

}  // namespace assay
