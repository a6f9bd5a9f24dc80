// SPDX-License-Identifier: Apache-2.0
// The registry of launchers, and what all of them share.
#include "launcher.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "text/placeholders.hpp"

namespace assay {
namespace {

std::vector<Launcher>& registry() {
  static std::vector<Launcher> all;
  return all;
}

}  // namespace

RegisterLauncher::RegisterLauncher(Launcher launcher) {
  if (find_launcher(launcher.name) != nullptr) {
    throw std::logic_error("two launchers are named " + launcher.name);
  }
  auto& all = registry();
  auto const after = std::find_if(all.begin(), all.end(), [&](Launcher const& one) {
    return one.place > launcher.place;
  });
  all.insert(after, std::move(launcher));
}

std::vector<Launcher> const& launchers() { return registry(); }

Launcher const* find_launcher(std::string const& name) {
  auto const& all = registry();
  auto const found = std::find_if(
      all.begin(), all.end(), [&](Launcher const& one) { return one.name == name; });
  return found == all.end() ? nullptr : &*found;
}

Launcher const& launcher_of(Point const& point) {
  if (point.own_launcher != nullptr) return *point.own_launcher;
  auto const* const launcher = find_launcher(point.launcher);
  if (launcher == nullptr)
    throw std::logic_error("no launcher is named " + point.launcher);
  return *launcher;
}

std::string automatic_launcher(Machine const& machine) {
  auto const& all = launchers();
  return std::max_element(all.begin(), all.end(),
                          [&](Launcher const& a, Launcher const& b) {
                            return a.preference(machine) < b.preference(machine);
                          })
      ->name;
}

Environment point_environment(Point const& point) {
  Environment environment{{"OMP_NUM_THREADS", std::to_string(point.threads)},
                          {"OMP_DYNAMIC", "false"},
                          {"OMP_PROC_BIND", "spread"},
                          {"OMP_PLACES", point.smt > 1 ? "threads" : "cores"}};
  for (auto const& [name, value] : point.env)
    environment[name] = fill_known(value, point.derived);
  return environment;
}

}  // namespace assay
