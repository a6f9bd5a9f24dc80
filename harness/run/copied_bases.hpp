// SPDX-License-Identifier: Apache-2.0
// Bases that jobs measure beside points of other node counts: what the machine was like
// in a job is then in the point and in its base.
#pragma once

#include <map>
#include <vector>

#include "model/catalogue.hpp"
#include "model/point.hpp"
#include "model/study.hpp"

namespace assay {

/// Copies of the bases that a job lacks.
struct CopiesInJob {
  std::vector<Point> points;
  double share = 0;  ///< of their launches in the time of the job's own

  /// Whether they are measured: as the study says, else where they are cheap.
  bool are_worthwhile(BaseRule const& rule) const;
};

using CopiedBases = std::map<int, CopiesInJob>;  ///< by the job's nodes

/// The bases of `points` that fit into jobs of more nodes than their own. What is
/// said of their time is known before any launch, so that every job of a study, and
/// whoever submits it, finds the same.
CopiedBases copied_bases(std::vector<Point> const& points, Catalogue const& catalogue,
                         BaseRule const& rule);

/// Adds the copies of the jobs where they are worthwhile.
void add_worthwhile(CopiedBases const& copied, BaseRule const& rule,
                    std::vector<Point>& points);

}  // namespace assay
