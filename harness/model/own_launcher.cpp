// SPDX-License-Identifier: Apache-2.0
#include "own_launcher.hpp"

#include <utility>

namespace assay {
namespace {

Argv argv(Point const& point, Argv const& program, LaunchContext const& context) {
  auto words = context.own_words;
  words.emplace_back("env");
  for (auto const& [name, value] : point_environment(point))
    words.push_back(name + "=" + value);
  words.insert(words.end(), program.begin(), program.end());
  return words;
}

// The words may start an mpiexec, which is then to clean up as ours does; its variables
// mean nothing to others.
Environment environment(Point const& point, LaunchContext const& context) {
  return find_launcher("mpiexec")->environment(point, context);
}

std::string misfit(Point const& point, Machine const&) {
  return point.own_launcher->own.fault;
}

}  // namespace

Launcher own_launcher(std::string name, std::vector<std::string> words,
                      bool needs_job) {
  Launcher launcher{.name = std::move(name),
                    .argv = argv,
                    .environment = environment,
                    .misfit = misfit,
                    .needs_job = needs_job};
  launcher.own.words = std::move(words);
  return launcher;
}

}  // namespace assay
