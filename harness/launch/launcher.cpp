// SPDX-License-Identifier: Apache-2.0
// The registry of launchers, and what all of them share.
#include "launcher.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

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
  registry().push_back(std::move(launcher));
}

std::vector<Launcher> const& launchers() { return registry(); }

Launcher const* find_launcher(std::string const& name) {
  auto const& all = registry();
  auto const found = std::find_if(
      all.begin(), all.end(), [&](Launcher const& one) { return one.name == name; });
  return found == all.end() ? nullptr : &*found;
}

Environment point_environment(Point const& point) {
  Environment environment{{"OMP_NUM_THREADS", std::to_string(point.threads)},
                          {"OMP_DYNAMIC", "false"},
                          {"OMP_PROC_BIND", "spread"},
                          {"OMP_PLACES", "cores"}};
  for (auto const& [name, value] : point.env) environment[name] = value;
  return environment;
}

}  // namespace assay
