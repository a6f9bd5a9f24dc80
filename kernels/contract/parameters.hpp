// SPDX-License-Identifier: Apache-2.0
// The parameters of a kernel, checked and complete.
#pragma once

#include <cstdint>
#include <string>
#include <variant>

#include "kernel.hpp"

namespace assay {

/// `given` with the defaults of `kernel` filled in. Throws std::runtime_error where a
/// name is unknown, a type differs (an integer serves as a real number), or a value
/// lies outside its range or its choices.
ParameterValues complete_parameters(Kernel const& kernel, ParameterValues const& given);

/// A parameter of complete values, by its type. The name is one that the kernel has.
inline std::uint64_t integer(ParameterValues const& values, char const* name) {
  return static_cast<std::uint64_t>(std::get<std::int64_t>(values.at(name)));
}
inline double real(ParameterValues const& values, char const* name) {
  return std::get<double>(values.at(name));
}
inline std::string const& text(ParameterValues const& values, char const* name) {
  return std::get<std::string>(values.at(name));
}

}  // namespace assay
