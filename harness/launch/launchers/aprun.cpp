// SPDX-License-Identifier: Apache-2.0
// aprun of Cray's ALPS: as many ranks on each node, each with cores of its own.
#include "launcher.hpp"
#include "machine.hpp"

namespace assay {
namespace {

Argv argv(Point const& point, Argv const& worker, LaunchContext const&) {
  Argv words{"aprun",
             "-n",
             std::to_string(point.ranks),
             "-N",
             std::to_string(point.ranks_per_node()),
             "-d",
             std::to_string(point.threads),
             "-cc",
             "depth"};
  words.insert(words.end(), worker.begin(), worker.end());
  return words;
}

RegisterLauncher const registered{
    {.name = "aprun", .place = 5, .argv = argv, .needs_job = true}};

}  // namespace
}  // namespace assay
