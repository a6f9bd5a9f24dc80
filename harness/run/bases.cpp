// SPDX-License-Identifier: Apache-2.0
#include "bases.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <utility>

#include "records/point_json.hpp"

namespace assay {
namespace {

using Places = std::vector<std::size_t>;

/// Samples per unit that differ by less belong to one weak curve.
constexpr double uneven = 0.001;

double samples_per_unit(Point const& point) {
  return static_cast<double>(point.samples) / point.units();
}

/// What is zipped with resources or derived from them changes along the curve.
void drop_following(Point& point) {
  for (auto const& axis : point.following) {
    auto const dot = axis.find('.');
    auto const name = axis.substr(dot + 1);
    if (axis.starts_with("env."))
      point.env.erase(name);
    else
      point.parameters.erase(name);
  }
  point.derived.clear();
}

std::string curve_of(Point point, Scaling scaling) {
  drop_following(point);
  point.nodes = point.ranks = point.threads = 1;
  point.cores_per_rank = point.gpus_per_rank = 0;
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
    if (given_up.count(i) != 0 || points[i].is_copy()) continue;
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

/// Equal where both have them.
template <class Map>
bool agree(Map const& a, Map const& b) {
  return std::all_of(a.begin(), a.end(), [&](auto const& one) {
    auto const other = b.find(one.first);
    return other == b.end() || other->second == one.second;
  });
}

/// Whether two points of other kernels did the same work on what they had.
bool is_same_work(Point const& point, Point const& other, Scaling scaling) {
  double const each = samples_per_unit(point);
  bool const is_as_much =
      scaling == Scaling::strong
          ? point.samples == other.samples
          : std::abs(samples_per_unit(other) - each) <= uneven * each;
  return is_as_much && point.seed == other.seed &&
         agree(point.parameters, other.parameters) && agree(point.env, other.env);
}

class BaseFinder {
 public:
  BaseFinder(std::vector<Point> const& points, std::set<std::size_t> const& given_up,
             BaseRule const& rule)
      : points_(points), given_up_(given_up), rule_(rule), bases_(points.size()) {}

  Bases find() {
    for (auto const& [key, curve] : alike(points_, given_up_, Scaling::strong))
      add(curve, Scaling::strong);
    for (auto const& [key, group] : alike(points_, given_up_, Scaling::weak))
      for (auto const& curve : evenly_split(points_, group)) add(curve, Scaling::weak);
    return std::move(bases_);
  }

 private:
  void add(Places const& curve, Scaling scaling) {
    if (rule_.is_imported) return;  // there is nothing to launch beside its points
    auto const among = rule_.kernel.empty() ? curve : of_kernel(curve, scaling);
    for (auto const base : chosen(among))
      for (auto const place : curve)
        if (place != base) bases_[place].insert(base);
  }

  Places of_kernel(Places const& curve, Scaling scaling) const {
    Places found;
    for (std::size_t i = 0; i < points_.size(); ++i) {
      auto const& series = points_[i].series;
      if (given_up_.count(i) == 0 && !points_[i].is_copy() &&
          points_[i].kernel == rule_.kernel &&
          std::find(series.begin(), series.end(), scaling) != series.end() &&
          is_same_work(points_[curve.front()], points_[i], scaling))
        found.push_back(i);
    }
    return found;
  }

  Places chosen(Places const& among) const {
    if (among.empty()) return {};
    bool const is_told = rule_.cores > 0 && points_[among.front()].devices() == 0;
    int units = is_told ? rule_.cores : points_[among.front()].units();
    if (!is_told)
      for (auto const place : among) units = std::min(units, points_[place].units());
    Places found;
    for (auto const place : among)
      if (points_[place].units() == units) found.push_back(place);
    return found;
  }

  std::vector<Point> const& points_;
  std::set<std::size_t> const& given_up_;
  BaseRule const& rule_;
  Bases bases_;
};

}  // namespace

Bases bases_of(std::vector<Point> const& points, std::set<std::size_t> const& given_up,
               BaseRule const& rule) {
  return BaseFinder(points, given_up, rule).find();
}

namespace {

/// The places of copies by those of what they copy, and the nodes of their job.
std::map<std::pair<std::size_t, int>, std::size_t> copies_among(
    std::vector<Point> const& points, std::set<std::size_t> const& given_up) {
  std::map<std::string, std::vector<std::size_t>> by_text;
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (!points[i].is_copy() || given_up.count(i) != 0) continue;
    auto copied = points[i];
    copied.job_nodes = 0;
    by_text[to_text(to_json(copied))].push_back(i);
  }
  std::map<std::pair<std::size_t, int>, std::size_t> copies;
  if (by_text.empty()) return copies;
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (points[i].is_copy()) continue;
    auto const found = by_text.find(to_text(to_json(points[i])));
    if (found == by_text.end()) continue;
    for (auto const copy : found->second) copies[{i, points[copy].job_nodes}] = copy;
  }
  return copies;
}

/// Each is compared with the other one, which is in as many blocks.
Bases other_sides(Plan const& plan, std::set<std::size_t> const& given_up) {
  Bases bases(plan.points.size());
  for (auto const& [a, b] : plan.pairs) {
    if (given_up.count(a) != 0 || given_up.count(b) != 0) continue;
    bases[a] = {b};
    bases[b] = {a};
  }
  return bases;
}

}  // namespace

Bases bases_in_jobs(std::vector<Point> const& points,
                    std::set<std::size_t> const& given_up, BaseRule const& rule) {
  auto bases = bases_of(points, given_up, rule);
  auto const copies = copies_among(points, given_up);
  for (std::size_t i = 0; i < points.size(); ++i) {
    int const nodes = points[i].nodes_of_job();
    std::set<std::size_t> in_job;
    for (auto const base : std::exchange(bases[i], {})) {
      auto const copy = copies.find({base, nodes});
      if (points[base].nodes_of_job() == nodes) in_job.insert(base);
      if (copy != copies.end()) in_job.insert(copy->second);
    }
    bases[i] = std::move(in_job);
  }
  return bases;
}

Bases bases_of(Plan const& plan, std::set<std::size_t> const& given_up,
               BaseRule const& rule) {
  if (!plan.pairs.empty()) return other_sides(plan, given_up);
  if (plan.elsewhere.empty()) return bases_of(plan.points, given_up, rule);
  auto all = plan.points;
  all.insert(all.end(), plan.elsewhere.begin(), plan.elsewhere.end());
  auto bases = bases_in_jobs(all, given_up, rule);
  bases.resize(plan.points.size());
  for (auto& of_point : bases)
    of_point.erase(of_point.lower_bound(plan.points.size()), of_point.end());
  return bases;
}

}  // namespace assay
