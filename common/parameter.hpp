// SPDX-License-Identifier: Apache-2.0
// Parameters of a kernel: what it declares, and their values.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <variant>
#include <vector>

namespace assay {

using ParameterValue = std::variant<std::int64_t, double, std::string>;
using ParameterValues = std::map<std::string, ParameterValue>;

/// One key of `parameters:`. The type is that of `default_value`; numbers are bounded
/// by [minimum, maximum], texts by `choices`.
struct Parameter {
  std::string name;
  std::string summary;
  std::string unit;
  ParameterValue default_value;
  double minimum = 0;
  double maximum = 0;
  std::vector<std::string> choices;
  std::vector<std::string> host_choices;  ///< those that no device can do
  /// Of one that came after points of its kernel had ids: a point has it only where it
  /// is not the default, so that those ids stay.
  bool is_said_if_default = true;
};

}  // namespace assay
