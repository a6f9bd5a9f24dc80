// SPDX-License-Identifier: Apache-2.0
// assay check: is the study file right?
#include <fmt/format.h>

#include <memory>

#include "commands.hpp"
#include "load_study.hpp"

namespace assay {

void add_check(CLI::App& app, int& exit_code) {
  auto files = std::make_shared<std::vector<std::string>>();
  auto* command = app.add_subcommand("check", "Check study files; start nothing");
  command->footer("Example:\n  assay check configs/quickstart.yaml");
  command->add_option("study", *files, "Study files")->required();
  command->callback([files, &exit_code] {
    for (auto const& file : *files) {
      auto const study = load_study(file);
      fmt::print("{}: study {} is right\n", file, study.name);
    }
    exit_code = code(ExitCode::ok);
  });
}

}  // namespace assay
