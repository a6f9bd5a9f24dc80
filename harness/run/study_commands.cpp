// SPDX-License-Identifier: Apache-2.0
// `setup:` and `cleanup:` of a study.
#include "study_commands.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "execute/program_words.hpp"
#include "os/errors.hpp"
#include "plan/derive.hpp"
#include "site/locate_program.hpp"
#include "text/placeholders.hpp"
#include "text/utf8.hpp"

namespace assay {
namespace {

std::string how(ProcessResult const& process) {
  switch (process.ending) {
    case Ending::exited:
      return fmt::format("exit code {}", process.exit_code);
    case Ending::signalled:
      return fmt::format("signal {}", process.signal);
    case Ending::timed_out:
      return fmt::format("still running after {:.0f} s", process.wall_s);
    case Ending::interrupted:
      return "interrupted";
    default:
      return process.error;
  }
}

}  // namespace

void run_commands(std::string const& what, std::vector<Argv> const& commands,
                  Study const& study, std::filesystem::path const& directory,
                  Environment const& environment, Executor& executor) {
  if (commands.empty()) return;
  auto const folder = std::filesystem::absolute(study.file).parent_path().string();
  std::map<std::string, std::string> values{{"study_dir", folder},
                                            {"results_dir", directory.string()}};
  for (auto const& program : study.programs) values["python"] = program->python;
  values.merge(derived_constants(study));
  for (auto const& command : commands) {
    Argv words;
    for (auto const& word : command)
      words.push_back(fill(from_study(word, folder), values));
    auto const process = executor.run({words, environment, directory, make_nonce()},
                                      {.timeout_s = study.limits.timeout_s});
    if (process.succeeded()) continue;
    throw EnvironmentError(fmt::format("{} failed: {}: {}\n{}", what,
                                       fmt::join(words, " "), how(process),
                                       printable_lines(process.output_tail, 2000)));
  }
}

}  // namespace assay
