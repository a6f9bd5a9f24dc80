// SPDX-License-Identifier: Apache-2.0
// assay init: a study to start from.
#include <fcntl.h>
#include <fmt/format.h>

#include <cerrno>
#include <filesystem>
#include <memory>
#include <system_error>

#include "commands.hpp"
#include "load_study.hpp"
#include "os/errors.hpp"
#include "os/storage.hpp"
#include "text/names.hpp"

namespace assay {
namespace {

namespace fs = std::filesystem;

struct InitOptions {
  std::string file = "study.yaml";
  std::string kernel = "pi";
  std::vector<std::string> program;
};

std::string value_text(ParameterValue const& value) {
  return std::visit([](auto const& one) { return fmt::format("{}", one); }, value);
}

std::string kernel_part(KernelEntry const& kernel) {
  auto text = fmt::format(
      "{:<27} # {}; assay kernels lists them all\n"
      "samples: auto               # or a number: in total for strong, per core for "
      "weak\n",
      "kernel: " + kernel.name, kernel.summary);
  if (kernel.parameters.empty()) return text;
  text += "# parameters:               # a list of values is swept, as ranks are\n";
  for (auto const& parameter : kernel.parameters)
    text += fmt::format("#   {}: {}    # {}\n", parameter.name,
                        value_text(parameter.default_value), parameter.summary);
  return text;
}

/// In single quotes, as YAML has them.
std::string yaml_quoted(std::string const& word) {
  std::string text = "'";
  for (char const c : word) text += c == '\'' ? std::string("''") : std::string(1, c);
  return text + "'";
}

std::string program_part(std::vector<std::string> const& words) {
  std::string list;
  for (auto const& word : words) list += (list.empty() ? "" : ", ") + yaml_quoted(word);
  return fmt::format(
      "program: [{}]\n"
      "# Words may hold {{ranks}}, {{threads}}, {{cores}}, {{nodes}}, {{samples}}, "
      "{{seed}}; no shell reads them.\n"
      "# samples: 1e6             # what {{samples}} stands for\n"
      "# metrics:                 # without them the wall time of the launch counts\n"
      "#   loop: {{pattern: 'Loop time of (\\S+) on', unit: s}}\n"
      "# time: loop\n"
      "# check: {{pattern: '^done'}} # what a right run prints\n",
      list);
}

std::string starter(std::string const& name, std::string const& subject) {
  return fmt::format(
      "# A study of assay. Next: assay check FILE, assay plan FILE, assay run FILE\n"
      "study: {}\n"
      "{}"
      "scaling: strong             # the same work on more cores; [strong, weak] for "
      "both\n"
      "ranks: auto                 # 1, 2, 4, ... up to the cores there are; or a "
      "list\n"
      "threads: 1                  # per rank; a list is swept\n"
      "# nodes: auto               # inside a Slurm job\n"
      "launches: {{min: 6, max: 20, until: 2%}}  # "
      "as far as time and efficiency are known to\n"
      "limits: {{timeout: 5min}}     # of one launch; core_hours: 10 caps the study\n",
      name, subject);
}

/// The file's name without what follows the last dot.
std::string study_name(fs::path const& file) {
  auto name = file.stem().string();
  if (is_name(name)) return name;
  throw UsageError(fmt::format(
      "'{}' cannot name a study. Use letters, digits, . _ -, not starting with . or -",
      name));
}

std::string kernel_subject(std::string const& name) {
  auto const catalogue = load_catalogue();
  if (auto const* const kernel = find_kernel(catalogue, name))
    return kernel_part(*kernel);
  throw UsageError(fmt::format("no kernel '{}'; assay kernels lists them", name));
}

void create(fs::path const& file, std::string const& text) {
  auto made = try_open_file(file, O_WRONLY | O_CREAT | O_EXCL);
  if (!made.open() && errno == EEXIST)
    throw UsageError(
        fmt::format("{} is there already, and is left as it is. Name another "
                    "file",
                    file.string()));
  if (!made.open()) throw_storage_error("open", file, errno);
  write_all(made, text, file);
  close_file(std::move(made), file);
}

void init(InitOptions const& options) {
  auto const subject = options.program.empty() ? kernel_subject(options.kernel)
                                               : program_part(options.program);
  create(options.file, starter(study_name(options.file), subject));
  fmt::print("{0} is written. Look into it, then: assay run {0}\n", options.file);
}

}  // namespace

void add_init(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<InitOptions>();
  auto* command =
      app.add_subcommand("init", "Write a study to start from, with comments");
  command->footer(
      "Examples:\n  assay init my.yaml --kernel histogram\n"
      "  assay init my.yaml --program ./my_app '{samples}'");
  command->add_option("file", options->file, "What to write; it must not be there");
  auto* kernel = command->add_option("--kernel", options->kernel, "Measure this kernel")
                     ->capture_default_str();
  command
      ->add_option("--program", options->program, "Measure a program: all of its words")
      ->expected(1, 1000)
      ->excludes(kernel);
  command->callback([options, &exit_code] {
    init(*options);
    exit_code = code(ExitCode::ok);
  });
}

}  // namespace assay
