// SPDX-License-Identifier: Apache-2.0
#include "resolution.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace assay {

std::optional<double> resolution_of(std::string const& number) {
  if (number.find_first_of("xX") != number.npos) return std::nullopt;
  auto const mark = number.find_first_of("eE");
  auto const mantissa = number.substr(0, mark);
  auto const point = std::find(mantissa.begin(), mantissa.end(), '.');
  auto const decimals =
      std::count_if(point, mantissa.end(), [](char c) { return c >= '0' && c <= '9'; });
  auto const exponent =
      mark == number.npos ? 0 : std::strtol(number.c_str() + mark + 1, nullptr, 10);
  return std::pow(10.0, static_cast<double>(exponent - decimals));
}

}  // namespace assay
