// SPDX-License-Identifier: Apache-2.0
// Parameter values as JSON.
#pragma once

#include <variant>

#include "common/json.hpp"
#include "common/parameter.hpp"

namespace assay {

inline Json parameter_json(ParameterValue const& value) {
  return std::visit([](auto const& typed) { return Json(typed); }, value);
}

inline Json parameter_json(ParameterValues const& values) {
  Json json = Json::object();
  for (auto const& [name, value] : values) json[name] = parameter_json(value);
  return json;
}

}  // namespace assay
