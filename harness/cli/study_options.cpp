// SPDX-License-Identifier: Apache-2.0
// What several commands take: which study, and -D.
#include "commands.hpp"

namespace assay {

void add_overrides(CLI::App& command, std::vector<std::string>& overrides) {
  // One word after each -D: a study file that follows is no second override.
  command
      .add_option("-D", overrides,
                  "KEY=VALUE instead of what the study says, as in -D ranks=[1,2] or "
                  "-D launches.min=6")
      ->expected(1)
      ->take_all()
      ->type_name("KEY=VALUE");
}

void add_results(CLI::App& command, std::string& results) {
  command.add_option("--results", results, "Directory of all studies")
      ->capture_default_str();
}

CLI::Option* add_study(CLI::App& command, std::string& study) {
  return command.add_option("study", study, "Study file, or a study that was begun");
}

void add_known_study(CLI::App& command, std::string& what, std::string& results) {
  command.add_option("study", what, "Study file, name or directory")->required();
  add_results(command, results);
}

}  // namespace assay
