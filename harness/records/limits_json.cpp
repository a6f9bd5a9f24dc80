// SPDX-License-Identifier: Apache-2.0
#include "limits_json.hpp"

namespace assay {

Json limits_json(NoiseLimits const& limits) {
  Json json{{"others_cpus", limits.others_cpus},
            {"steal_share", limits.steal_share},
            {"others_pressure_share", limits.others_pressure_share}};
  if (limits.least_clock_hz) json["least_clock_hz"] = *limits.least_clock_hz;
  if (!limits.governor.empty()) json["governor"] = limits.governor;
  if (!limits.measured_utc.empty()) json["measured_utc"] = limits.measured_utc;
  return json;
}

std::optional<NoiseLimits> limits_from(Json const& json) try {
  NoiseLimits limits;
  limits.others_cpus = json.at("others_cpus").get<double>();
  limits.steal_share = json.at("steal_share").get<double>();
  limits.others_pressure_share = json.at("others_pressure_share").get<double>();
  if (auto const clock = json.find("least_clock_hz"); clock != json.end())
    limits.least_clock_hz = clock->get<double>();
  limits.governor = json.value("governor", "");
  limits.measured_utc = json.value("measured_utc", "");
  return limits;
} catch (Json::exception const&) {
  return std::nullopt;
}

}  // namespace assay
