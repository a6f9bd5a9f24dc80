// SPDX-License-Identifier: Apache-2.0
// What the points of a plan are measured against.
#pragma once

#include <cstddef>
#include <set>
#include <vector>

#include "plan/plan.hpp"

namespace assay {

using Bases = std::vector<std::set<std::size_t>>;

/// For each point the places, in `points`, of those with the fewest cores or devices on
/// one of its curves, without itself. Points are on one curve where they differ in
/// nodes, ranks, threads and repetitions only, and in what is zipped with or derived
/// from these; on a weak one also in samples, of which each core or device has as many.
/// It is the analysis that takes one of several. Of
/// those `given_up` nothing will be known: they are no base, and have none. A `rule`
/// asks for another kernel, whose points then have to be of the same samples, seed, and
/// parameters and variables as far as both have them; or for so many cores; or for what
/// was imported, beside which there is nothing to launch.
Bases bases_of(std::vector<Point> const& points,
               std::set<std::size_t> const& given_up = {}, BaseRule const& rule = {});

/// The same among the points of a study that is submitted, where each job measures
/// those of one node count: the base of a point is in its job, or its copy for that job
/// is.
Bases bases_in_jobs(std::vector<Point> const& points,
                    std::set<std::size_t> const& given_up = {},
                    BaseRule const& rule = {});

/// The same for the points of a plan: where a base is measured elsewhere, they are
/// compared with its copy in their blocks, or with none; in a comparison each with its
/// other side.
Bases bases_of(Plan const& plan, std::set<std::size_t> const& given_up = {},
               BaseRule const& rule = {});

}  // namespace assay
