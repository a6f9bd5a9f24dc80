// SPDX-License-Identifier: Apache-2.0
// assay check: is the study file right?
#include <fmt/format.h>

#include <memory>

#include "commands.hpp"
#include "load_study.hpp"
#include "os/errors.hpp"

namespace assay {

void add_check(CLI::App& app, int& exit_code) {
  struct Options {
    std::vector<std::string> files, overrides;
  };
  auto options = std::make_shared<Options>();
  auto* command = app.add_subcommand("check", "Check study files; start nothing");
  command->footer("Example:\n  assay check configs/quickstart.yaml");
  command->add_option("study", options->files, "Study files")->required();
  add_overrides(*command, options->overrides);
  command->callback([options, &exit_code] {
    for (auto const& file : options->files) {
      auto const study = load_study(file, options->overrides);
      fmt::print("{}: study {} is right\n", file, study.name);
    }
    exit_code = code(ExitCode::ok);
  });
}

}  // namespace assay
