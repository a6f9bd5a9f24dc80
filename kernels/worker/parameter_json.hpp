// SPDX-License-Identifier: Apache-2.0
// Parameter values as JSON.
#pragma once

#include <nlohmann/json.hpp>
#include <variant>

#include "common/parameter.hpp"

namespace assay {

inline nlohmann::ordered_json parameter_json(ParameterValue const& value) {
  return std::visit([](auto const& typed) { return nlohmann::ordered_json(typed); },
                    value);
}

inline nlohmann::ordered_json parameter_json(ParameterValues const& values) {
  nlohmann::ordered_json json = nlohmann::ordered_json::object();
  for (auto const& [name, value] : values) json[name] = parameter_json(value);
  return json;
}

}  // namespace assay
