// SPDX-License-Identifier: Apache-2.0
// What earlier launches teach about the price of a study.
#include "experience.hpp"

namespace assay {
namespace {

/// As much of a point as its nominal time depends on.
Point point_of(nlohmann::json const& requested) {
  Point point;
  point.kernel = requested.at("kernel").get<std::string>();
  point.samples = std::stoull(requested.at("samples").get<std::string>());
  point.nodes = requested.at("nodes").get<int>();
  point.ranks = requested.at("ranks").get<int>();
  point.threads = requested.at("threads").get<int>();
  point.repetitions = requested.at("repetitions").get<int>();
  point.ceiling_repetitions = requested.value("ceiling_repetitions", 0);
  return point;
}

}  // namespace

Experience experience_from(std::vector<nlohmann::json> const& lines,
                           Catalogue const& catalogue) {
  Experience experience;
  for (auto const& line : lines) {
    if (line.value("kind", "") != "record" || line.value("verdict", "") != "ok")
      continue;
    auto const point = point_of(line.at("requested"));
    auto& timed = experience.of_kernel[point.kernel];
    timed.wall_s += line.at("wall_s").get<double>();
    timed.nominal_s += nominal_launch_s(point, catalogue);
  }
  return experience;
}

}  // namespace assay
