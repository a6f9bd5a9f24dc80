// SPDX-License-Identifier: Apache-2.0
// Kernel -> JSON.
#include "kernels_json.hpp"

#include "common/json.hpp"
#include "parameter_json.hpp"

namespace assay {
namespace {

char const* type_name(ParameterValue const& value) {
  constexpr char const* names[] = {"integer", "real", "choice"};
  return names[value.index()];
}

Json to_json(Parameter const& parameter) {
  Json written = {{"name", parameter.name},
                  {"summary", parameter.summary},
                  {"unit", parameter.unit},
                  {"type", type_name(parameter.default_value)},
                  {"default", parameter_json(parameter.default_value)}};
  if (std::holds_alternative<std::string>(parameter.default_value)) {
    written["choices"] = parameter.choices;
    if (!parameter.host_choices.empty()) {
      written["host_choices"] = parameter.host_choices;
    }
  } else {
    written["minimum"] = parameter.minimum;
    written["maximum"] = parameter.maximum;
  }
  if (!parameter.is_said_if_default) written["is_said_if_default"] = false;
  return written;
}

Json to_json(MemoryTerm const& term) {
  Json written = {{"bytes", term.bytes}, {"times", term.times}};
  if (!term.over.empty()) written["over"] = term.over;
  return written;
}

Json to_json(Kernel const& kernel) {
  Json parameters = Json::array();
  for (Parameter const& parameter : kernel.parameters) {
    parameters.push_back(to_json(parameter));
  }
  Json memory = Json::array();
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
  Json list = Json::array();
  for (Kernel const& kernel : kernels) list.push_back(to_json(kernel));
  return to_text(Json{{"schema", 1}, {"kernels", list}}, 2) + "\n";
}

}  // namespace assay
