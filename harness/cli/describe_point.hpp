// SPDX-License-Identifier: Apache-2.0
// A point in a few words, for people.
#pragma once

#include <string>

#include "point.hpp"

namespace assay {

/// "pi, 1 node, 4 ranks x 2 threads, 2e+09 samples"
std::string describe(Point const& point);

/// "45 s", "3 min", "2.5 h"
std::string describe_duration(double seconds);

}  // namespace assay
