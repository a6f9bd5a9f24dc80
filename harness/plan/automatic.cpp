// SPDX-License-Identifier: Apache-2.0
// Pure functions of the machine: the same machine gives the same study.
#include "automatic.hpp"

#include <algorithm>
#include <cmath>

namespace assay {

std::vector<int> powers_of_two_up_to(int limit) {
  std::vector<int> values;
  for (int value = 1; value < limit; value *= 2) values.push_back(value);
  values.push_back(limit);
  return values;
}

std::vector<int> automatic_ranks(Machine const& machine, int nodes, int cores) {
  int const per_node = machine.cores_per_node / cores;
  if (per_node < 1) return {};
  if (nodes > 1) return {nodes * per_node};
  return powers_of_two_up_to(per_node);
}

std::uint64_t automatic_samples(double rate, int cores) {
  double const seconds = std::max(0.025, 0.2 / cores);
  double const samples = rate * seconds * cores;
  // Two significant digits: a number that people can read and compare.
  double const digit = std::pow(10.0, std::floor(std::log10(samples)) - 1);
  return static_cast<std::uint64_t>(std::llround(samples / digit)) *
         static_cast<std::uint64_t>(std::llround(digit));
}

}  // namespace assay
