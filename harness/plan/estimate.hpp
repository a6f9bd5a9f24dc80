// SPDX-License-Identifier: Apache-2.0
// How long a launch takes before one has run.
#pragma once

#include "catalogue.hpp"
#include "point.hpp"

namespace assay {

/// Seconds of one launch of a kernel at its nominal rate; of a program, of which no one
/// knows it, the study's limit.
double launch_estimate_s(Point const& point, Catalogue const& catalogue,
                         Limits const& limits);

}  // namespace assay
