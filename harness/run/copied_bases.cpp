// SPDX-License-Identifier: Apache-2.0
#include "copied_bases.hpp"

#include <cstddef>
#include <set>

#include "bases.hpp"
#include "plan/price.hpp"

namespace assay {
namespace {

/// Of a job's time, what copies may add to it unasked.
constexpr double most_share = 0.1;

/// The time of a launch, to be compared with that of others of the study: of a program,
/// of which no time is known, as if it scaled ideally.
double relative_launch_s(Point const& point, Catalogue const& catalogue) {
  if (point.program == nullptr) return nominal_launch_s(point, catalogue);
  return static_cast<double>(point.samples) / point.units();
}

}  // namespace

bool CopiesInJob::are_worthwhile(BaseRule const& rule) const {
  return rule.in_each_job.value_or(share < most_share);
}

CopiedBases copied_bases(std::vector<Point> const& points, Catalogue const& catalogue,
                         BaseRule const& rule) {
  std::map<int, double> own_s;
  std::map<int, std::set<std::size_t>> missing;
  auto const bases = bases_of(points, {}, rule);
  for (std::size_t i = 0; i < points.size(); ++i) {
    int const nodes = points[i].nodes;
    own_s[nodes] += relative_launch_s(points[i], catalogue);
    for (auto const base : bases[i])
      if (points[base].nodes < nodes) missing[nodes].insert(base);
  }
  CopiedBases copied;
  for (auto const& [nodes, of_job] : missing) {
    for (auto const base : of_job) {
      auto& [copies, share] = copied[nodes];
      share += relative_launch_s(points[base], catalogue) / own_s[nodes];
      copies.push_back(points[base]);
      copies.back().job_nodes = nodes;
    }
  }
  return copied;
}

void add_worthwhile(CopiedBases const& copied, BaseRule const& rule,
                    std::vector<Point>& points) {
  for (auto const& [nodes, of_job] : copied)
    if (of_job.are_worthwhile(rule))
      points.insert(points.end(), of_job.points.begin(), of_job.points.end());
}

}  // namespace assay
