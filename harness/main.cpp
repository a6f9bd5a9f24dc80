// SPDX-License-Identifier: Apache-2.0
// assay: subcommands, and what each kind of failure means for the exit code.
#include <fmt/format.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <string_view>

#include "cli/commands.hpp"
#include "cli/shell_words.hpp"
#include "cli/unknown_words.hpp"
#include "os/errors.hpp"
#include "text/diagnostic.hpp"
#include "text/say.hpp"
#include "text/utf8.hpp"

namespace {

/// Shows to one who only says `assay` what there is.
int without_command(CLI::App const& app) {
  assay::say(app.help());
  return assay::code(assay::ExitCode::usage);
}

int parse_and_run(int argc, char** argv) {
  auto const program = assay::take_program(argc, argv);
  CLI::App app{
      "Measures how programs scale, and proves that every point ran as asked."};
  app.name("assay");
  assay::narrow_help(app);
  app.require_subcommand(1);
  app.set_version_flag("--version", ASSAY_VERSION);
  app.footer(
      "Start with: assay run configs/quickstart.yaml\n"
      "Your program: assay scale --ranks 1,2,4 -- ./my_app\n"
      "The options of a command: assay help COMMAND\n\n"
      "Exit codes: 0 all good, 1 some launches failed, 2 usage or study file,\n"
      "3 environment, 4 storage, 75 locked, 128+n ended by signal n.");
  int exit_code = 0;
  assay::add_run(app, exit_code);
  assay::add_scale(app, program, exit_code);
  assay::add_check(app, exit_code);
  assay::add_plan(app, exit_code);
  assay::add_submit(app, exit_code);
  assay::add_status(app, exit_code);
  assay::add_cancel(app, exit_code);
  assay::add_collect(app, exit_code);
  assay::add_report(app, exit_code);
  assay::add_compare(app, exit_code);
  assay::add_history(app, exit_code);
  assay::add_import(app, exit_code);
  assay::add_pack(app, exit_code);
  assay::add_doctor(app, exit_code);
  assay::add_kernels(app, exit_code);
  assay::add_build(app);
  assay::add_array(app, exit_code);
  assay::add_init(app, program, exit_code);
  assay::add_completion(app, exit_code);
  assay::add_help(app, exit_code);
  if (argc > 1) assay::expect_command(app, argv[1]);
  try {
    app.parse(argc, argv);
  } catch (CLI::ExtrasError const&) {
    throw assay::UsageError(
        assay::unknown_words(*app.get_subcommands().front(), app.remaining(true)));
  } catch (CLI::RequiredError const&) {
    auto const commands = app.get_subcommands();
    if (commands.empty()) return without_command(app);
    throw assay::UsageError(assay::missing_words(*commands.front()));
  } catch (CLI::ParseError const& problem) {
    return app.exit(problem) == 0 ? 0 : assay::code(assay::ExitCode::usage);
  }
  return exit_code;
}

/// What was printed is data, which somebody waits for.
int after_output(int exit_code) {
  if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0 && std::cout.flush())
    return exit_code;
  assay::say("assay: standard output cannot be written\n");
  return assay::code(assay::ExitCode::storage);
}

/// Why it ends, of which paths and words of others may be a part.
void tell(std::string_view why) { assay::say(assay::without_controls(why)); }

int run_and_tell(int argc, char** argv) {
  try {
    return after_output(parse_and_run(argc, argv));
  } catch (assay::ConfigError const& problem) {
    tell(fmt::format("{}\n", problem.what()));  // each with its place
    return assay::code(problem.exit_code());
  } catch (assay::Error const& problem) {
    tell(fmt::format("assay: {}\n", problem.what()));
    return assay::code(problem.exit_code());
  } catch (std::filesystem::filesystem_error const& problem) {
    tell(fmt::format("assay: {}: {}; choose another directory\n",
                     problem.path1().string(), problem.code().message()));
    return assay::code(assay::ExitCode::storage);
  } catch (std::exception const& problem) {
    tell(fmt::format("assay: {}\n", problem.what()));
    return assay::code(assay::ExitCode::environment);
  }
}

/// The code; to one at a terminal, where it is not seen, with what it means.
int explained(int exit_code) {
  auto const meaning = assay::meaning_of(exit_code);
  if (!meaning.empty() && isatty(STDERR_FILENO) == 1)
    assay::say(fmt::format("exit code {}: {}\n", exit_code, meaning));
  return exit_code;
}

}  // namespace

int main(int argc, char** argv) {
  assay::open_standard_streams();
  std::signal(SIGXFSZ, SIG_IGN);  // a write beyond a limit of size fails, and is told
  return explained(run_and_tell(argc, argv));
}
