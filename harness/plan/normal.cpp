// SPDX-License-Identifier: Apache-2.0
// By halving: the standard library has the distribution but not its inverse.
#include "normal.hpp"

#include <cmath>

namespace assay {

double normal_distance(double tail) {
  double low = 0;
  double high = 40;
  for (int i = 0; i < 80; ++i) {
    double const middle = (low + high) / 2;
    (std::erfc(middle / std::sqrt(2.0)) / 2 > tail ? low : high) = middle;
  }
  return low;
}

}  // namespace assay
