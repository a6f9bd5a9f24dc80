// SPDX-License-Identifier: Apache-2.0
// The options that say a study in the shell; `scale` and `init` take the same.
#include "shell_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <string_view>

#include "load_study.hpp"
#include "os/errors.hpp"
#include "text/say.hpp"
#include "text/utf8.hpp"

namespace assay {
namespace {

constexpr std::array<std::string_view, 2> commands_with_program{"scale", "init"};

/// Told here, with the option: in a study it would be a value in quotes.
std::string fault_of_list(std::string const& list) {
  bool const has_gap = list.empty() || list.front() == ',' || list.back() == ',' ||
                       list.find(",,") != list.npos;
  return has_gap ? fmt::format("{} has a comma too many: write values like 1,2,4",
                               in_quotes(list))
                 : "";
}

CLI::Validator const whole_list(fault_of_list, "");

void add_resources(CLI::App& command, ShellWords& words) {
  command
      .add_option("--ranks", words.ranks,
                  "MPI ranks, like 1,2,4,8; auto: powers of two up to the cores of "
                  "this machine (the default without --threads)")
      ->check(whole_list);
  command.add_option("--threads", words.threads, "Threads of each rank, like 1,2")
      ->check(whole_list);
  command.add_flag("--weak", words.weak,
                   "The work grows with the cores: {ranks} or {samples} in the words");
  command
      .add_option("--samples", words.samples,
                  "What {samples} stands for; with --weak per core")
      ->check(whole_list);
  command.add_option("--launcher", words.launcher, "mpiexec, srun, local; else auto");
}

void add_rules(CLI::App& command, ShellWords& words) {
  command.add_option("--launches", words.launches,
                     "Of each point, 10 unless said; with --until the fewest");
  command.add_option("--until", words.until,
                     "Launch on until intervals are within this, like 2%");
  command.add_option("--timeout", words.timeout,
                     "Of one launch, like 90s or 1h; 5min unless said");
}

void add_readings(CLI::App& command, ShellWords& words) {
  auto* const time = command.add_option(
      "--time", words.time,
      "Regular expression whose group is the time, like 'Loop time of (\\S+)'; else "
      "the wall time of the launch");
  command.add_option("--unit", words.unit, "Of that time, s unless said")->needs(time);
  command.add_option("--check", words.check,
                     "Regular expression of a line that a right run prints");
}

}  // namespace

std::vector<std::string> take_program(int& argc, char** argv) {
  auto** const end = argv + argc;
  bool const has_program =
      argc > 1 && std::find(commands_with_program.begin(), commands_with_program.end(),
                            argv[1]) != commands_with_program.end();
  auto** const mark = has_program ? std::find(argv, end, std::string_view("--")) : end;
  if (mark == end) return {};
  argc = static_cast<int>(mark - argv);
  return {mark + 1, end};
}

void add_shell_words(CLI::App& command, ShellWords& words) {
  add_resources(command, words);
  add_rules(command, words);
  add_readings(command, words);
}

Study read_shell_study(ShellStudy const& shell, std::string const& file) {
  try {
    return load_study_text(shell.text, file);
  } catch (ConfigError const& error) {
    auto diagnostics = error.diagnostics();
    for (auto& one : diagnostics) {
      auto const line = one.at.line;
      bool const is_said = line > 0 && line <= shell.options.size();
      if (is_said && !shell.options[line - 1].empty()) {
        one.file = shell.options[line - 1];
        one.at = {};
      }
    }
    throw ConfigError(std::move(diagnostics), shell.text);
  }
}

void say_doubts(ShellWords const& words) {
  for (auto const& name : doubtful_placeholders(words.program))
    say(fmt::format("note: {} is no placeholder, and is handed on as it is\n",
                    in_quotes("{" + name + "}")));
  bool const is_told = std::any_of(
      words.program.begin(), words.program.end(),
      [](std::string const& word) { return word.find("{samples}") != word.npos; });
  if (words.samples && !words.program.empty() && !is_told)
    say("note: no word of the program holds {samples}: it is not told what --samples "
        "says\n");
}

ShellWords seen_from(std::string const& file, ShellWords words) {
  namespace fs = std::filesystem;
  auto const from = fs::absolute(file).lexically_normal().parent_path();
  words.directory = fs::current_path().lexically_relative(from).string();
  return words;
}

}  // namespace assay
