// SPDX-License-Identifier: Apache-2.0
// The chances of a walk of fair coins that stops where a look's interval misses.
#include "looks.hpp"

#include <algorithm>
#include <cmath>

#include "normal.hpp"

namespace assay {
namespace {

constexpr double most_missed = 0.05;
constexpr int halvings = 20;

std::vector<int> launches_at(LaunchRule const& rule) {
  std::vector<int> at{rule.minimum};
  while (at.back() < rule.maximum) {
    int const next = at.back() + std::max(at.back() / 2, 1);
    at.push_back(next + next / 4 >= rule.maximum ? rule.maximum : next);
  }
  return at;
}

/// Chances of 0, 1, ... heads.
using Walk = std::vector<double>;

void toss(Walk& walk) {
  walk.push_back(0);
  for (std::size_t heads = walk.size() - 1; heads > 0; --heads)
    walk[heads] = (walk[heads] + walk[heads - 1]) / 2;
  walk[0] /= 2;
}

void toss_until(Walk& walk, int tosses) {
  while (walk.size() <= static_cast<std::size_t>(tosses)) toss(walk);
}

/// Takes out what lies outside of an interval that ends at the low-th value.
double take_misses(Walk& walk, std::size_t low) {
  double missed = 0;
  for (std::size_t heads = 0; heads < low; ++heads) {
    for (auto* const chance : {&walk[heads], &walk[walk.size() - 1 - heads]}) {
      missed += *chance;
      *chance = 0;
    }
  }
  return missed;
}

/// That any look's interval misses.
double chance_of_a_miss(std::vector<Look> const& looks) {
  Walk walk{1};
  double missed = 0;
  for (auto const& look : looks) {
    toss_until(walk, look.launches);
    missed += take_misses(walk, look.low);
    if (missed > most_missed) break;
  }
  return missed;
}

bool holds(std::vector<Look> const& looks) {
  return chance_of_a_miss(looks) <= most_missed;
}

/// The largest l with P(Bin(n, 1/2) <= l-1) <= tail; 0 where there is none. The ways
/// are beyond a double from n = 1,030 on, and 2^-n is 0 from n = 1,075 on: all sums are
/// kept divided by a power of two, which rounds nothing.
std::size_t lower_rank(std::size_t n, double tail) {
  constexpr int step = 512;
  int left = static_cast<int>(n);
  double ways = 1;                          // n over rank, as all of these
  double below = 1;                         // the ways for at most rank of n
  double allowed = std::ldexp(tail, left);  // of all 2^n; infinite where n is large
  std::size_t rank = 0;
  while (below <= allowed) {
    ++rank;
    ways *= static_cast<double>(n - rank + 1) / static_cast<double>(rank);
    below += ways;
    if (below < std::ldexp(1.0, step)) continue;
    left -= step;
    ways = std::ldexp(ways, -step);
    below = std::ldexp(below, -step);
    allowed = std::ldexp(tail, left);
  }
  return rank;
}

void set_ranks(std::vector<Look>& looks, double tail) {
  for (auto& look : looks)
    look = look_at(static_cast<std::size_t>(look.launches), tail);
}

double largest_tail(std::vector<Look>& looks) {
  double low = 0;
  double high = most_missed / 2;
  set_ranks(looks, high);
  if (holds(looks)) return high;
  for (int i = 0; i < halvings; ++i) {
    double const middle = (low + high) / 2;
    set_ranks(looks, middle);
    (holds(looks) ? low : high) = middle;
  }
  set_ranks(looks, low);
  return low;
}

}  // namespace

Look look_at(std::size_t launches, double tail) {
  auto const low = lower_rank(launches, tail);
  return {static_cast<int>(launches), low, low == 0 ? 0 : launches + 1 - low};
}

Look const* Looks::last(std::size_t launches) const {
  Look const* found = nullptr;
  for (auto const& look : at)
    if (static_cast<std::size_t>(look.launches) <= launches) found = &look;
  return found;
}

std::optional<int> expected_launches(Looks const& looks, double noise, double until) {
  constexpr double wider_end = 1.25;
  double const of_ratio = 1.02 * std::sqrt(2.0) * normal_distance(looks.tail);
  for (auto const& look : looks.at) {
    if (look.low == 0) continue;
    double const end =
        normal_distance((static_cast<double>(look.low) - 0.5) / look.launches);
    double const widest =
        std::max(wider_end * end, of_ratio / std::sqrt(look.launches));
    if (noise * widest <= until) return look.launches;
  }
  return std::nullopt;
}

Looks looks_of(LaunchRule const& rule) {
  Looks looks;
  for (int const launches : launches_at(rule)) looks.at.push_back({launches, 0, 0});
  looks.tail = largest_tail(looks.at);
  return looks;
}

}  // namespace assay
