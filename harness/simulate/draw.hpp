// SPDX-License-Identifier: Apache-2.0
// Random numbers of a model, the same with every library: those of <random> differ.
#pragma once

#include <string>

#include "plan/split_mix.hpp"

namespace assay {

class Draw {
 public:
  /// Equal keys give equal numbers.
  explicit Draw(std::string const& key);

  double uniform();  ///< in (0, 1)
  double normal();   ///< standard normal
  double lognormal(double sigma);
  bool happens(double share) { return uniform() < share; }
  /// One of 0 .. count-1.
  int below(int count);

 private:
  SplitMix64 next_;
};

}  // namespace assay
