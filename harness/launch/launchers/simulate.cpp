// SPDX-License-Identifier: Apache-2.0
// No process: a model of a cluster answers (harness/simulate). The words say what of.
#include <fmt/format.h>

#include "launcher.hpp"

namespace assay {
namespace {

Argv argv(Point const& point, Argv const&, Site const&) {
  return {"simulate", fmt::format("--nodes={}", point.nodes),
          fmt::format("--ranks={}", point.ranks),
          fmt::format("--threads={}", point.threads)};
}

Environment environment(Point const&, Site const&) { return {}; }

RegisterLauncher const registered{
    {"simulate", "no process: a model of a cluster answers", argv, environment}};

}  // namespace
}  // namespace assay
