// SPDX-License-Identifier: Apache-2.0
// assay doctor: is this machine fit to measure on?
#include "doctor/doctor.hpp"

#include <algorithm>
#include <memory>

#include "commands.hpp"
#include "common/json.hpp"
#include "os/environment.hpp"
#include "os/errors.hpp"
#include "os/screen.hpp"
#include "scheduler/scheduler.hpp"
#include "site/manifest.hpp"
#include "site/observe_machine.hpp"
#include "text/layout.hpp"
#include "text/say.hpp"

namespace assay {
namespace {

void print(doctor::Line const& line, std::size_t columns) {
  auto const head = fmt::format("{:<8} ", doctor::to_string(line.level));
  show("{}\n", wrapped(head + line.subject + ": " + line.seen, columns, head.size()));
  if (line.cure.empty()) return;
  auto const arrow = std::string(head.size(), ' ') + "-> ";
  show("{}\n", wrapped(arrow + line.cure, columns, arrow.size()));
}

Json to_json(doctor::Line const& line) {
  Json json{{"subject", line.subject},
            {"level", doctor::to_string(line.level)},
            {"seen", line.seen}};
  if (!line.cure.empty()) json["cure"] = line.cure;
  return json;
}

void print_json(doctor::Lines const& lines) {
  auto json = Json::array();
  for (auto const& line : lines) json.push_back(to_json(line));
  print_data("{}\n", to_text(json, 1));
}

bool is_fit(doctor::Lines const& lines) {
  return std::none_of(lines.begin(), lines.end(), [](doctor::Line const& line) {
    return line.level == doctor::Level::error;
  });
}

}  // namespace

void add_doctor(CLI::App& app, int& exit_code) {
  auto as_json = std::make_shared<bool>(false);
  auto as_site = std::make_shared<bool>(false);
  auto* command =
      app.add_subcommand("doctor", "Tell whether this machine is fit to measure on");
  command->footer(
      "Examples:\n  assay doctor\n"
      "  assay doctor --site > ~/.config/assay/site.yaml");
  auto* const json = command->add_flag("--json", *as_json, "As JSON");
  command
      ->add_flag("--site", *as_site,
                 "Instead: print a first site file, after what the scheduler says")
      ->excludes(json);
  command->callback([as_json, as_site, &exit_code] {
    if (*as_site) {
      auto own = own_environment();
      auto const& queue = *scheduler_here(own).queue;
      print_data("{}", queue.first_site(queue.environment(std::move(own))));
      exit_code = code(ExitCode::ok);
      return;
    }
    auto const machine = observe_machine();
    auto const lines = doctor::examine({machine, launch_environment(machine)});
    if (*as_json) {
      print_json(lines);
    } else {
      auto const columns = output_columns(own_environment());
      for (auto const& line : lines) print(line, columns);
    }
    exit_code = code(is_fit(lines) ? ExitCode::ok : ExitCode::environment);
  });
}

}  // namespace assay
