// SPDX-License-Identifier: Apache-2.0
// assay init: a study to start from.
#include <fmt/format.h>

#include <filesystem>
#include <memory>

#include "commands.hpp"
#include "keep_study.hpp"
#include "load_study.hpp"
#include "os/errors.hpp"
#include "shell_words.hpp"
#include "text/names.hpp"
#include "text/say.hpp"

namespace assay {
namespace {

struct InitOptions {
  std::string file;
  std::string kernel = "pi";
  ShellWords words;
};

std::string file_of(InitOptions const& options) {
  if (!options.file.empty()) return options.file;
  auto const& program = options.words.program;
  return (program.empty() ? "study" : study_name_of(program)) + ".yaml";
}

/// The file's name without what follows the last dot.
std::string study_name(std::filesystem::path const& file) {
  auto name = file.stem().string();
  if (is_name(name)) return name;
  throw UsageError(fmt::format(
      "'{}' cannot name a study. Use letters, digits, . _ -, not starting with . or -",
      name));
}

ShellStudy study_of(InitOptions const& options, std::string const& file) {
  auto const catalogue = load_catalogue();
  auto const name = study_name(file);
  if (!options.words.program.empty())
    return program_study(name, seen_from(file, options.words), catalogue);
  if (auto const* const kernel = find_kernel(catalogue, options.kernel))
    return kernel_study(name, options.words, *kernel);
  throw UsageError(
      fmt::format("no kernel '{}'; assay kernels lists them", options.kernel));
}

void init(InitOptions const& options) {
  auto const file = file_of(options);
  auto const shell = study_of(options, file);
  read_shell_study(shell, file);
  say_doubts(options.words);
  create_study(file, shell.text);
  show("{0} is written. Look into it, then: assay run {0}\n", file);
}

}  // namespace

void add_init(CLI::App& app, std::vector<std::string> const& program, int& exit_code) {
  auto options = std::make_shared<InitOptions>();
  options->words.program = program;
  auto* command =
      app.add_subcommand("init", "Write a study to start from, with comments");
  command->footer(
      "Examples:\n  assay init my.yaml --kernel histogram --ranks 1,2\n"
      "  assay init --ranks 1,2,4 -- ./my_app -in input.{ranks}\n\n"
      "Behind -- stand the words of a program to measure, as for assay scale.");
  command->add_option("file", options->file,
                      "What to write, which must not be there; study.yaml or that of "
                      "the program unless said");
  command->add_option("--kernel", options->kernel, "Measure this kernel")
      ->capture_default_str();
  add_shell_words(*command, options->words);
  command->callback([options, &exit_code] {
    init(*options);
    exit_code = code(ExitCode::ok);
  });
}

}  // namespace assay
