// SPDX-License-Identifier: Apache-2.0
#include "sides.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace assay {
namespace {

/// By which points go together.
struct Key {
  std::tuple<int, int, int, int, int, int, int> resources;
  std::uint64_t samples;
  std::uint64_t seed;
  std::string kernel, backend, launcher, place;
  ParameterValues parameters;
  std::map<std::string, std::string> env;

  auto members() const {
    return std::tie(resources, samples, seed, kernel, backend, launcher, place,
                    parameters, env);
  }
  bool operator<(Key const& other) const { return members() < other.members(); }
};
using Keys = std::vector<Key>;

Keys keys_of(std::vector<Point> const& points) {
  Keys keys;
  for (auto const& p : points)
    keys.push_back({{p.nodes, p.ranks, p.threads, p.cores_per_rank, p.smt,
                     p.gpus_per_rank, p.ranks_per_gpu},
                    p.samples,
                    p.seed,
                    p.kernel,
                    p.backend,
                    p.launcher,
                    p.place,
                    p.parameters,
                    p.env});
  return keys;
}

template <typename Member>
bool is_one(Keys const& keys, Member Key::*member) {
  for (auto const& key : keys)
    if (key.*member != keys.front().*member) return false;
  return true;
}

/// What is one thing on either side tells no point from another.
template <typename Member>
void drop_single(Keys& a, Keys& b, Member Key::*member) {
  if (!is_one(a, member) || !is_one(b, member)) return;
  for (auto* const keys : {&a, &b})
    for (auto& key : *keys) key.*member = Member();
}

void skip(Plan& plan, Point point, std::string side) {
  plan.skipped.push_back({std::move(point), "only in " + side});
  plan.skipped.back().point.side = std::move(side);
}

void add_pair(Plan& plan, Point a, Point b) {
  a.side = "A";
  b.side = "B";
  auto const place = plan.points.size();
  plan.pairs.emplace_back(place, place + 1);
  plan.points.push_back(std::move(a));
  plan.points.push_back(std::move(b));
}

void add_skipped(Plan& plan, std::vector<Skipped> skipped, std::string const& side) {
  for (auto& one : skipped) {
    one.point.side = side;
    plan.skipped.push_back(std::move(one));
  }
}

}  // namespace

Plan beside(Plan a, Plan b) {
  auto of_a = keys_of(a.points), of_b = keys_of(b.points);
  drop_single(of_a, of_b, &Key::kernel);
  drop_single(of_a, of_b, &Key::backend);
  drop_single(of_a, of_b, &Key::launcher);
  drop_single(of_a, of_b, &Key::parameters);
  drop_single(of_a, of_b, &Key::env);
  std::multimap<Key, std::size_t> left;
  for (std::size_t i = 0; i < of_b.size(); ++i) left.emplace(of_b[i], i);
  Plan plan;
  add_skipped(plan, std::move(a.skipped), "A");
  add_skipped(plan, std::move(b.skipped), "B");
  for (std::size_t i = 0; i < a.points.size(); ++i) {
    auto const found = left.find(of_a[i]);
    if (found == left.end()) {
      skip(plan, std::move(a.points[i]), "A");
      continue;
    }
    add_pair(plan, std::move(a.points[i]), std::move(b.points[found->second]));
    left.erase(found);
  }
  for (auto const& [key, place] : left) skip(plan, std::move(b.points[place]), "B");
  return plan;
}

}  // namespace assay
