// SPDX-License-Identifier: Apache-2.0
// assay check: is the study file right?
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <memory>

#include "commands.hpp"
#include "config/program_reader.hpp"
#include "load_study.hpp"
#include "os/errors.hpp"
#include "report/read_imports.hpp"
#include "text/say.hpp"

namespace assay {
namespace {

bool is_missing(std::shared_ptr<Program const> const& program) {
  return !program->fault.empty();
}

/// Why the machine that the study names is not there; empty where it is.
std::string fault_of_hosts(Study const& study) try {
  if (!study.hosts.names.empty()) load_context(study);
  return {};
} catch (EnvironmentError const& error) {
  return error.what();
}

/// A right study of which nothing can be started here is one for another machine.
ExitCode check(std::string const& file, std::vector<std::string> const& overrides,
               std::string const& results) {
  auto const study = load_study(file, overrides, results);
  say_warnings(study);
  show("{}: study {} is right\n", file, study.name);
  for (auto const& rows : study.imports)
    show("  {}\n", fmt::join(facts_of(rows), "\n  "));
  auto const& programs = study.programs;
  for (auto const& program : programs)
    if (is_missing(program))
      say(fmt::format("{}: cannot run here: {}\n", file, program->fault));
  auto const fault = fault_of_hosts(study);
  if (!fault.empty()) say(fmt::format("{}: cannot run here: {}\n", file, fault));
  bool const runs = !has_only_programs(study) || study.cluster ||
                    !std::all_of(programs.begin(), programs.end(), is_missing);
  return runs && fault.empty() ? ExitCode::ok : ExitCode::environment;
}

}  // namespace

void add_check(CLI::App& app, int& exit_code) {
  struct Options {
    std::vector<std::string> files, overrides;
    std::string results = "results";
  };
  auto options = std::make_shared<Options>();
  auto* command = app.add_subcommand("check", "Check study files; start nothing");
  command->footer("Example:\n  assay check configs/quickstart.yaml");
  command->add_option("study", options->files, "Study files")->required();
  add_overrides(*command, options->overrides);
  add_results(*command, options->results);
  command->callback([options, &exit_code] {
    exit_code = code(ExitCode::ok);
    for (auto const& file : options->files)
      exit_code =
          std::max(exit_code, code(check(file, options->overrides, options->results)));
  });
}

}  // namespace assay
