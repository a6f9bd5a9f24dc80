// SPDX-License-Identifier: Apache-2.0
// assay help: of one command, or of all, for a terminal of 80 columns.

#include <memory>

#include "commands.hpp"
#include "os/errors.hpp"
#include "text/layout.hpp"
#include "text/say.hpp"
#include "unknown_words.hpp"

namespace assay {
namespace {

/// What CLI11 leaves beside the names of options, of 80 columns.
constexpr std::size_t description_columns = 50;

class NarrowFormatter : public CLI::Formatter {
 public:
  std::string make_option_desc(CLI::Option const* option) const override {
    return wrapped(CLI::Formatter::make_option_desc(option), description_columns);
  }
};

}  // namespace

void narrow_help(CLI::App& app) { app.formatter(std::make_shared<NarrowFormatter>()); }

void add_help(CLI::App& app, int& exit_code) {
  auto name = std::make_shared<std::string>();
  auto* command = app.add_subcommand("help", "Show the options of a command");
  command->footer("Example:\n  assay help run");
  command->add_option("command", *name, "One of those that assay help lists");
  command->callback([name, &app, &exit_code] {
    if (!name->empty()) expect_command(app, *name);
    // Of the whole it would be that of this command, which is the one given.
    show("{}", name->empty() ? app.get_formatter()->make_help(
                                   &app, app.get_name(), CLI::AppFormatMode::Normal)
                             : app.get_subcommand(*name)->help(app.get_name()));
    exit_code = code(ExitCode::ok);
  });
}

}  // namespace assay
