// SPDX-License-Identifier: Apache-2.0
// Shared by the commands that take a study.
#include "load_study.hpp"

#include <map>

#include "point_json.hpp"
#include "read_study.hpp"
#include "sha256.hpp"
#include "workers.hpp"

namespace assay {

namespace fs = std::filesystem;

Catalogue load_catalogue() {
  return read_catalogue(worker_directory() / "kernels.json");
}

Study load_study(std::string const& file) {
  return read_study(read_study_text(file), file, load_catalogue());
}

PlanContext load_context() {
  return {observe_machine(), load_catalogue(), built_backends()};
}

fs::path study_directory(std::string const& what, std::string const& results) {
  if (fs::exists(fs::path(what) / "journal.jsonl")) return what;
  if (fs::is_regular_file(what)) return fs::path(results) / load_study(what).name;
  return fs::path(results) / what;
}

std::map<std::string, std::string> worker_hashes(std::vector<Point> const& points) {
  std::map<std::string, std::string> hashes;
  for (auto const& point : points) {
    auto& hash = hashes[point.backend];
    if (hash.empty()) hash = sha256_of_file(worker_path(point.backend));
  }
  return hashes;
}

std::vector<std::string> point_ids(std::vector<Point> const& points) {
  auto const hashes = worker_hashes(points);
  std::vector<std::string> ids;
  for (auto const& point : points) {
    ids.push_back(point_id(point, hashes.at(point.backend)));
  }
  return ids;
}

}  // namespace assay
