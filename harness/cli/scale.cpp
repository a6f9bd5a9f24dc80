// SPDX-License-Identifier: Apache-2.0
// assay scale: a study said in the shell, kept as a file and run.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <filesystem>
#include <memory>

#include "commands.hpp"
#include "keep_study.hpp"
#include "load_study.hpp"
#include "os/errors.hpp"
#include "run.hpp"
#include "shell_words.hpp"
#include "unknown_words.hpp"

namespace assay {
namespace {

namespace fs = std::filesystem;

struct ScaleOptions {
  ShellWords words;
  std::string name;
  RunOptions run;
};

/// Of words before `--` that are no options.
void expect_program(ShellWords const& words, CLI::App const& command) {
  constexpr auto cure =
      "The words of a program stand behind --, as in: assay scale --ranks 1,2,4 -- "
      "./my_app --size 100";
  auto const others = command.remaining();
  if (!others.empty())
    throw UsageError(fmt::format("scale knows no {}.{} {}", fmt::join(others, " "),
                                 nearest_option(command, others.front()), cure));
  if (words.program.empty())
    throw UsageError(fmt::format("scale needs a program. {}", cure));
}

int scale(ScaleOptions options) {
  auto const& program = options.words.program;
  auto& file = options.run.file;
  auto name = options.name;
  if (name.empty())
    name = file.empty() ? study_name_of(program) : fs::path(file).stem().string();
  if (file.empty()) file = name + ".yaml";
  auto const shell =
      program_study(name, seen_from(file, options.words), load_catalogue());
  auto const study = read_shell_study(shell, file);
  if (auto const& fault = study.programs.front()->fault; !fault.empty())
    throw EnvironmentError(fault);
  say_doubts(options.words);
  keep_study(file, shell.text, fs::path(options.run.results) / study.name);
  return run(options.run);
}

}  // namespace

void add_scale(CLI::App& app, std::vector<std::string> const& program, int& exit_code) {
  auto options = std::make_shared<ScaleOptions>();
  options->words.program = program;
  auto* command =
      app.add_subcommand("scale", "Measure a program on more and more cores");
  command->footer(
      "Usage: assay scale [OPTIONS] -- PROGRAM [ITS WORDS]\n\n"
      "Examples:\n"
      "  assay scale --ranks 1,2,4 --time 'Loop time of (\\S+)' -- ./my_app "
      "in.{ranks}\n"
      "  assay scale --threads 1,2,4 -- ./my_app\n"
      "  assay scale --weak --samples 1e6 -- ./my_app --size {samples}\n\n"
      "Words may hold {ranks} {threads} {cores} {nodes} {samples} {seed}; other "
      "braces\n"
      "stay as they are, and {{ranks}} is {ranks} itself. The program runs here.\n\n"
      "The study is kept as NAME.yaml, which assay run takes; the same words again go\n"
      "on with it.");
  add_shell_words(*command, options->words);
  command->add_option("--name", options->name,
                      "Of the study; the program's unless said");
  command->add_option("--study", options->run.file,
                      "File that keeps the study; NAME.yaml unless said");
  add_results(*command, options->run.results);
  add_run_flags(*command, options->run);
  command->allow_extras();  // told with the cure
  command->callback([options, command, &exit_code] {
    expect_program(options->words, *command);
    exit_code = scale(*options);
  });
}

}  // namespace assay
