// SPDX-License-Identifier: Apache-2.0
// -D, which several commands take.
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

}  // namespace assay
