// SPDX-License-Identifier: Apache-2.0
#include "bases.hpp"

#include <algorithm>
#include <map>
#include <string>

#include "records/point_json.hpp"

namespace assay {
namespace {

using Places = std::vector<std::size_t>;

/// Samples per unit that differ by less belong to one weak curve.
constexpr double uneven = 0.001;

int units_of(Point const& point) {
  return point.on_device() ? point.ranks / point.ranks_per_gpu : point.cores();
}

double samples_per_unit(Point const& point) {
  return static_cast<double>(point.samples) / units_of(point);
}

std::string curve_of(Point point, Scaling scaling) {
  point.nodes = point.ranks = point.threads = 1;
  point.repetitions = 1;
  if (scaling == Scaling::weak) point.samples = 1;
  return to_text(to_json(point));
}

/// The curves of one kind: places by what their points share.
std::map<std::string, Places> alike(std::vector<Point> const& points,
                                    std::set<std::size_t> const& given_up,
                                    Scaling scaling) {
  std::map<std::string, Places> groups;
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (given_up.count(i) != 0) continue;
    auto const& series = points[i].series;
    if (std::find(series.begin(), series.end(), scaling) != series.end())
      groups[curve_of(points[i], scaling)].push_back(i);
  }
  return groups;
}

std::vector<Places> evenly_split(std::vector<Point> const& points, Places places) {
  std::stable_sort(places.begin(), places.end(), [&](std::size_t a, std::size_t b) {
    return samples_per_unit(points[a]) < samples_per_unit(points[b]);
  });
  std::vector<Places> parts;
  for (auto const place : places) {
    bool const goes_on =
        !parts.empty() &&
        samples_per_unit(points[place]) <=
            samples_per_unit(points[parts.back().front()]) * (1 + uneven);
    if (!goes_on) parts.emplace_back();
    parts.back().push_back(place);
  }
  return parts;
}

void add_bases(Bases& bases, std::vector<Point> const& points, Places const& curve) {
  int fewest = units_of(points[curve.front()]);
  for (auto const place : curve) fewest = std::min(fewest, units_of(points[place]));
  for (auto const base : curve) {
    if (units_of(points[base]) != fewest) continue;
    for (auto const place : curve)
      if (place != base) bases[place].insert(base);
  }
}

}  // namespace

Bases bases_of(std::vector<Point> const& points,
               std::set<std::size_t> const& given_up) {
  Bases bases(points.size());
  for (auto const& [key, curve] : alike(points, given_up, Scaling::strong))
    add_bases(bases, points, curve);
  for (auto const& [key, group] : alike(points, given_up, Scaling::weak))
    for (auto const& curve : evenly_split(points, group))
      add_bases(bases, points, curve);
  return bases;
}

Bases bases_of(Plan const& plan, std::set<std::size_t> const& given_up) {
  if (plan.elsewhere.empty()) return bases_of(plan.points, given_up);
  auto all = plan.points;
  all.insert(all.end(), plan.elsewhere.begin(), plan.elsewhere.end());
  auto bases = bases_of(all, given_up);
  bases.resize(plan.points.size());
  for (auto& of_point : bases)
    of_point.erase(of_point.lower_bound(plan.points.size()), of_point.end());
  return bases;
}

}  // namespace assay
