// SPDX-License-Identifier: Apache-2.0
// Names of the generators.
#include "generator.hpp"

#include <stdexcept>
#include <string>
#include <utility>

#include "parameters.hpp"

namespace assay {
namespace {

constexpr std::pair<char const*, Generator> names[] = {
    {"philox4x32-10", Generator::philox4x32_10},
    {"philox4x32-7", Generator::philox4x32_7},
    {"ars-5", Generator::ars_5}};

}  // namespace

Parameter generator_parameter() {
  Parameter parameter{.name = "generator",
                      .summary = "of the random words; ars-5 needs AES instructions",
                      .unit = "",
                      .default_value = names[0].first};
  for (auto const& [name, generator] : names) parameter.choices.emplace_back(name);
  parameter.is_said_if_default = false;
  parameter.host_choices = {"ars-5"};
  return parameter;
}

Generator generator_of(ParameterValues const& parameters) {
  std::string const& wanted = text(parameters, "generator");
  for (auto const& [name, generator] : names) {
    if (wanted == name) return generator;
  }
  throw std::runtime_error("no generator is named '" + wanted + "'");
}

}  // namespace assay
