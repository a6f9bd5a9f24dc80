// SPDX-License-Identifier: Apache-2.0
// Kernel -> JSON.
#include "kernels_json.hpp"

#include <nlohmann/json.hpp>

#include "parameter_json.hpp"

namespace assay {
namespace {

using nlohmann::ordered_json;

char const* type_name(ParameterValue const& value) {
  constexpr char const* names[] = {"integer", "real", "choice"};
  return names[value.index()];
}

ordered_json to_json(Parameter const& parameter) {
  ordered_json written = {{"name", parameter.name},
                          {"summary", parameter.summary},
                          {"unit", parameter.unit},
                          {"type", type_name(parameter.default_value)},
                          {"default", parameter_json(parameter.default_value)}};
  if (std::holds_alternative<std::string>(parameter.default_value)) {
    written["choices"] = parameter.choices;
  } else {
    written["minimum"] = parameter.minimum;
    written["maximum"] = parameter.maximum;
  }
  return written;
}

ordered_json to_json(MemoryTerm const& term) {
  ordered_json written = {{"bytes", term.bytes}, {"times", term.times}};
  if (!term.over.empty()) written["over"] = term.over;
  return written;
}

ordered_json to_json(Kernel const& kernel) {
  ordered_json parameters = ordered_json::array();
  for (Parameter const& parameter : kernel.parameters) {
    parameters.push_back(to_json(parameter));
  }
  ordered_json memory = ordered_json::array();
  for (MemoryTerm const& term : kernel.memory) memory.push_back(to_json(term));
  return {{"name", kernel.name},
          {"summary", kernel.summary},
          {"stresses", kernel.stresses},
          {"check", kernel.check},
          {"nominal_samples_per_second", kernel.nominal_samples_per_second},
          {"memory", memory},
          {"tallies", kernel.tallies},
          {"parameters", parameters}};
}

}  // namespace

std::string kernels_json(std::vector<Kernel> const& kernels) {
  ordered_json list = ordered_json::array();
  for (Kernel const& kernel : kernels) list.push_back(to_json(kernel));
  return ordered_json{{"schema", 1}, {"kernels", list}}.dump(2) + "\n";
}

}  // namespace assay
