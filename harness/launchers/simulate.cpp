// SPDX-License-Identifier: Apache-2.0
// No process: a model of a cluster answers (harness/simulate). The words say what of.
#include <fmt/format.h>

#include "model/launcher.hpp"

namespace assay {
namespace {

Argv argv(Point const& point, Argv const&, LaunchContext const&) {
  return {"simulate", fmt::format("--nodes={}", point.nodes),
          fmt::format("--ranks={}", point.ranks),
          fmt::format("--threads={}", point.threads)};
}

RegisterLauncher const registered{
    {.name = "simulate", .place = 4, .argv = argv, .starts_processes = false}};

}  // namespace
}  // namespace assay
