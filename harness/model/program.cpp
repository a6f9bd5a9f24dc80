// SPDX-License-Identifier: Apache-2.0
// Units of time that a program may print its numbers in.
#include "program.hpp"

namespace assay {

std::optional<double> seconds_per(std::string const& unit) {
  if (unit == "s") return 1;
  if (unit == "ms") return 1e-3;
  if (unit == "us") return 1e-6;
  if (unit == "ns") return 1e-9;
  if (unit == "min") return 60;
  if (unit == "h") return 3600;
  return std::nullopt;
}

}  // namespace assay
