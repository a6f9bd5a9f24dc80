// SPDX-License-Identifier: Apache-2.0
// assay kernels: what can be measured.
#include <fmt/format.h>

#include "commands.hpp"
#include "load_study.hpp"
#include "os/errors.hpp"
#include "text/say.hpp"

namespace assay {
namespace {

std::string text_of(ParameterValue const& value) {
  return std::visit([](auto const& one) { return fmt::format("{}", one); }, value);
}

void print(Parameter const& parameter) {
  auto const unit = parameter.unit.empty() ? "" : " " + parameter.unit;
  show("    {} = {}{}: {}", parameter.name, text_of(parameter.default_value), unit,
       parameter.summary);
  if (parameter.choices.empty()) {
    show(" ({} to {})\n", parameter.minimum, parameter.maximum);
    return;
  }
  std::string list;
  for (auto const& choice : parameter.choices)
    list += (list.empty() ? "" : ", ") + choice;
  show(" ({})\n", list);
}

void print(KernelEntry const& kernel) {
  show("{}: {}\n  stresses {}\n  checked against {}\n", kernel.name, kernel.summary,
       kernel.stresses, kernel.check);
  if (!kernel.parameters.empty()) show("  parameters:\n");
  for (auto const& parameter : kernel.parameters) print(parameter);
}

}  // namespace

void add_kernels(CLI::App& app, int& exit_code) {
  auto* command =
      app.add_subcommand("kernels", "List the kernels and their parameters");
  command->footer("Example:\n  assay kernels");
  command->callback([&exit_code] {
    auto const catalogue = load_catalogue();
    if (catalogue.empty())
      throw EnvironmentError(
          "no worker is built here, and so no kernel is known: assay build");
    for (auto const& kernel : catalogue) print(kernel);
    exit_code = code(ExitCode::ok);
  });
}

}  // namespace assay
