// SPDX-License-Identifier: Apache-2.0
// A point in a few words, for people.
#pragma once

#include <string>
#include <vector>

#include "model/point.hpp"
#include "model/study.hpp"

namespace assay {

/// Axes with several values that `describe` leaves out unless asked, since most studies
/// do not sweep them: parameters, seed, launcher.
std::vector<std::string> further_axes(Study const& study);

/// ", OMP_PROC_BIND=close, i=3": the environment that the point asks for, and the
/// values of `axes` as `further_axes` names them.
std::string describe_further(Point const& point, std::vector<std::string> const& axes);

/// "pi", or of a comparison in one run "A: pi".
std::string shown_name(Point const& point);

/// "pi, 1 node, 4 ranks x 2 threads, 2e+09 samples", and the values of `axes`.
std::string describe(Point const& point, std::vector<std::string> const& axes = {});

/// "45 s", "3 min", "2.5 h"
std::string describe_duration(double seconds);

}  // namespace assay
