// SPDX-License-Identifier: Apache-2.0
// What the points of a plan are measured against.
#pragma once

#include <cstddef>
#include <set>
#include <vector>

#include "model/point.hpp"

namespace assay {

/// For each point the places, in `points`, of those with the fewest cores or devices on
/// one of its curves, without itself. Points are on one curve where they differ in
/// nodes, ranks, threads and repetitions only; on a weak one also in samples, of which
/// each core or device has as many. It is the analysis that takes one of several.
std::vector<std::set<std::size_t>> bases_of(std::vector<Point> const& points);

}  // namespace assay
