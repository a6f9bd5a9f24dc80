// SPDX-License-Identifier: Apache-2.0
// assay pack: a study as the archive that a paper's artefact wants.
#include <memory>
#include <string>
#include <vector>

#include "commands.hpp"
#include "load_study.hpp"
#include "report/run_analysis.hpp"

namespace assay {

void add_pack(CLI::App& app, int& exit_code) {
  struct Options {
    std::string what;
    std::string results = "results";
    std::string output;
    bool anonymous = false;
    bool force = false;
  };
  auto options = std::make_shared<Options>();
  auto* command = app.add_subcommand("pack", "Make the archive of a study for a paper");
  command->footer(
      "Example:\n  assay pack configs/quickstart.yaml --anonymous -o "
      "artefact.tar.gz\n\n"
      "It holds the study, its journal, the report made anew, the method, and how to\n"
      "make it again; the same study gives the same bytes.");
  add_known_study(*command, options->what, options->results);
  command->add_option("-o,--output", options->output,
                      "The archive; NAME.tar.gz here unless given");
  command->add_flag("--anonymous", options->anonymous,
                    "Replace names of hosts, users and directories");
  command->add_flag("--force", options->force, "Replace an archive that is there");
  command->callback([options, &exit_code] {
    auto const directory = measured_directory(options->what, options->results);
    std::vector<std::string> words{"pack"};
    if (!options->output.empty()) words.push_back("--output=" + options->output);
    if (options->anonymous) words.emplace_back("--anonymous");
    if (options->force) words.emplace_back("--force");
    words.emplace_back("--");
    words.push_back(directory.string());
    exit_code = run_analysis(words);
  });
}

}  // namespace assay
