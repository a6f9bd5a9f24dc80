// SPDX-License-Identifier: Apache-2.0
// Counts that may exceed 2^53 become texts: JSON readers keep numbers as doubles.
#include "point_json.hpp"

#include <fmt/format.h>

#include "sha256.hpp"

namespace assay {

std::string seed_text(std::uint64_t seed) { return fmt::format("{:#x}", seed); }

nlohmann::ordered_json parameters_json(ParameterValues const& parameters) {
  auto json = nlohmann::ordered_json::object();
  for (auto const& [name, value] : parameters) {
    std::visit([&json, &key = name](auto const& one) { json[key] = one; }, value);
  }
  return json;
}

nlohmann::ordered_json to_json(Point const& point) {
  nlohmann::ordered_json json{{"kernel", point.kernel},
                              {"samples", std::to_string(point.samples)},
                              {"nodes", point.nodes},
                              {"ranks", point.ranks},
                              {"threads", point.threads},
                              {"backend", point.backend},
                              {"launcher", point.launcher},
                              {"seed", seed_text(point.seed)},
                              {"repetitions", point.repetitions},
                              {"parameters", parameters_json(point.parameters)},
                              {"env", point.env}};
  if (point.ceiling_repetitions > 0) {
    json["ceiling_repetitions"] = point.ceiling_repetitions;
  }
  if (point.program != nullptr) json["program"] = point.program->argv;
  return json;
}

nlohmann::ordered_json series_json(Point const& point) {
  auto list = nlohmann::ordered_json::array();
  for (auto const scaling : point.series) {
    list.push_back(scaling == Scaling::strong ? "strong" : "weak");
  }
  return list;
}

std::string point_id(Point const& point, std::string const& worker_sha256) {
  return sha256(to_json(point).dump() + worker_sha256).substr(0, 16);
}

}  // namespace assay
