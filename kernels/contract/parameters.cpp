// SPDX-License-Identifier: Apache-2.0
// Checks given parameters against what the kernel declares.
#include "parameters.hpp"

#include <algorithm>
#include <stdexcept>

namespace assay {
namespace {

[[noreturn]] void refuse(Kernel const& kernel, std::string const& name,
                         std::string const& problem) {
  throw std::runtime_error(kernel.name + ": parameter '" + name + "' " + problem);
}

/// In the type of the default.
ParameterValue converted(Kernel const& kernel, Parameter const& parameter,
                         ParameterValue const& value) {
  if (value.index() == parameter.default_value.index()) return value;
  auto const* const integer = std::get_if<std::int64_t>(&value);
  if (integer != nullptr && std::holds_alternative<double>(parameter.default_value)) {
    return static_cast<double>(*integer);
  }
  refuse(kernel, parameter.name, "is of another type than its default");
}

void check_range(Kernel const& kernel, Parameter const& parameter, double value) {
  // Written so that a NaN is refused too.
  if (value >= parameter.minimum && value <= parameter.maximum) return;
  refuse(kernel, parameter.name,
         "is outside " + std::to_string(parameter.minimum) + " ... " +
             std::to_string(parameter.maximum));
}

void check(Kernel const& kernel, Parameter const& parameter,
           ParameterValue const& value) {
  if (auto const* const integer = std::get_if<std::int64_t>(&value)) {
    check_range(kernel, parameter, static_cast<double>(*integer));
  } else if (auto const* const real = std::get_if<double>(&value)) {
    check_range(kernel, parameter, *real);
  } else {
    auto const& choices = parameter.choices;
    auto const& choice = std::get<std::string>(value);
    if (std::find(choices.begin(), choices.end(), choice) == choices.end()) {
      refuse(kernel, parameter.name, "cannot be '" + choice + "'");
    }
  }
}

}  // namespace

ParameterValues complete_parameters(Kernel const& kernel,
                                    ParameterValues const& given) {
  ParameterValues complete;
  for (Parameter const& parameter : kernel.parameters) {
    auto const found = given.find(parameter.name);
    ParameterValue const& value =
        found == given.end() ? parameter.default_value : found->second;
    ParameterValue const typed = converted(kernel, parameter, value);
    check(kernel, parameter, typed);
    complete[parameter.name] = typed;
  }
  for (auto const& [name, value] : given) {
    if (!complete.contains(name)) refuse(kernel, name, "is not known");
  }
  return complete;
}

}  // namespace assay
