// SPDX-License-Identifier: Apache-2.0
#include "srun_plugin.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "linked_mpi.hpp"
#include "workers.hpp"

namespace assay {
namespace {

std::set<std::string> files_of(Point const& point) {
  if (point.program == nullptr) return {worker_path(point.backend).string()};
  if (point.program->readings.proof != Proof::witness) return {};
  auto const& files = point.program->files;
  return {files.begin(), files.end()};
}

bool is_of_mpich(std::set<std::string> const& files, Environment const& environment) {
  return std::any_of(files.begin(), files.end(), [&](std::string const& file) {
    auto const linked = linked_mpi(file, environment);
    return linked && !understand_each_other(linked->family, MpiFamily::open_mpi);
  });
}

}  // namespace

std::vector<std::string> srun_plugins(Machine const& machine,
                                      std::vector<Point> const& points,
                                      Environment const& environment) {
  std::vector<std::string> plugins(points.size());
  if (!machine.srun) return plugins;
  std::map<std::set<std::string>, bool> known;  // a look takes milliseconds
  for (std::size_t i = 0; i < points.size(); ++i) {
    auto const files = files_of(points[i]);
    auto const [at, is_new] = known.try_emplace(files);
    if (is_new) at->second = is_of_mpich(files, environment);
    plugins[i] = at->second ? machine.srun->mpi_of_mpich : machine.srun->mpi;
  }
  return plugins;
}

}  // namespace assay
