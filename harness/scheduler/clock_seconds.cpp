// SPDX-License-Identifier: Apache-2.0
#include "clock_seconds.hpp"

#include <charconv>
#include <sstream>

namespace assay {

std::optional<double> clock_seconds(std::string const& text) {
  double seconds = 0;
  bool some = false;
  std::istringstream parts(text);
  for (std::string part; std::getline(parts, part, ':'); some = true) {
    int value = 0;
    auto const [end, error] =
        std::from_chars(part.data(), part.data() + part.size(), value);
    if (error != std::errc{} || end != part.data() + part.size() || value < 0)
      return std::nullopt;
    seconds = 60 * seconds + value;
  }
  if (!some) return std::nullopt;
  return seconds;
}

}  // namespace assay
