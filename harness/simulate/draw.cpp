// SPDX-License-Identifier: Apache-2.0
#include "draw.hpp"

#include <cmath>
#include <cstdint>
#include <numbers>

#include "os/sha256.hpp"

namespace assay {

Draw::Draw(std::string const& key)
    : next_(std::stoull(sha256(key).substr(0, 16), nullptr, 16)) {}

double Draw::uniform() {
  // The upper 52 bits and a half: neither 0 nor 1.
  return (static_cast<double>(next_() >> 12U) + 0.5) * 0x1p-52;
}

double Draw::normal() {
  // Box and Muller, 1958; the sine's half is not kept, so that a draw has no memory.
  double const radius = std::sqrt(-2 * std::log(uniform()));
  return radius * std::cos(2 * std::numbers::pi * uniform());
}

double Draw::lognormal(double sigma) { return std::exp(sigma * normal()); }

int Draw::below(int count) {
  return static_cast<int>(uniform() * static_cast<double>(count));
}

}  // namespace assay
