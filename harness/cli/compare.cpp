// SPDX-License-Identifier: Apache-2.0
// assay compare: two studies, or two commits in one, judged point by point.
#include <memory>
#include <string>
#include <vector>

#include "commands.hpp"
#include "os/errors.hpp"
#include "report/run_analysis.hpp"
#include "side_directory.hpp"

namespace assay {

void add_compare(CLI::App& app, int& exit_code) {
  struct Options {
    std::string a;
    std::string b;
    std::vector<std::string> more;
    std::string form = "text";
    std::string band = "2%";
    std::string results = "results";
  };
  auto options = std::make_shared<Options>();
  auto* command = app.add_subcommand("compare", "Judge a study against another");
  command->footer(
      "A and B are study files, names or directories; X@COMMIT takes only the "
      "launches\n"
      "of one commit's worker. Exit codes: 0 no point is SLOWER in B, 1 some point "
      "is,\n"
      "2 usage, or nothing could be compared.\n"
      "Example:\n  assay compare results/main results/branch --format md");
  command->add_option("A", options->a, "The study compared with")->required();
  command->add_option("B", options->b, "The study judged")->required();
  command->add_option("more", options->more)->group("");  // not shown: told below
  command->add_option("--format", options->form, "text, md, html or csv, on stdout");
  command->add_option("--band", options->band, "Ratios this close to 1 are the same");
  add_results(*command, options->results);
  command->callback([options, &exit_code] {
    if (!options->more.empty()) {
      throw UsageError(
          "compare judges two studies; of more, over commits, releases or dates, see: "
          "assay history STUDY...");
    }
    exit_code =
        run_analysis({"compare", "--format", options->form, "--band", options->band,
                      "--", directory_of_side(options->a, options->results),
                      directory_of_side(options->b, options->results)});
  });
}

}  // namespace assay
