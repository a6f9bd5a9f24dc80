// SPDX-License-Identifier: Apache-2.0
// Expands the product of the axes, zipped ones as one group. What the slower groups
// chose is not chosen again for each value of the faster ones.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <optional>

#include "automatic.hpp"
#include "derive.hpp"
#include "filter.hpp"
#include "model/axes.hpp"
#include "plan.hpp"

namespace assay {
namespace {

/// An axis of the study, and what it is; null for `parameters.*` and `env.*`.
struct KnownAxis {
  Axis const* axis;
  AxisDefinition const* definition;
};

/// Axes that are swept together: all have `size` values.
struct AxisGroup {
  std::vector<KnownAxis> axes;
  std::size_t size = 1;
  bool has_samples = false;  ///< `samples` is zipped with them
};

/// As the reader saw it: a program's parameters have no types of their own.
ParameterValue to_free_parameter(AxisValue const& value) {
  if (auto const* count = std::get_if<std::uint64_t>(&value))
    return static_cast<std::int64_t>(*count);
  if (auto const* real = std::get_if<double>(&value)) return *real;
  return std::get<std::string>(value);
}

std::vector<std::string> const* zip_group(Study const& study, std::string const& axis) {
  for (auto const& group : study.zip) {
    if (std::find(group.begin(), group.end(), axis) != group.end()) return &group;
  }
  return nullptr;
}

std::vector<AxisGroup> axis_groups(Study const& study) {
  std::vector<AxisGroup> groups;
  for (auto const& axis : study.axes) {
    KnownAxis const known{&axis, axis_definition(axis.name)};
    auto const* group = zip_group(study, axis.name);
    auto const same_group = [&](AxisGroup const& one) {
      return group != nullptr && zip_group(study, one.axes.front().axis->name) == group;
    };
    auto const found = std::find_if(groups.begin(), groups.end(), same_group);
    if (found != groups.end()) {
      found->axes.push_back(known);
    } else {
      bool const zips_samples =
          group != nullptr && zip_group(study, "samples") == group;
      groups.push_back({{known}, axis.values.size(), zips_samples});
    }
  }
  return groups;
}

ParameterValue to_parameter(AxisValue const& value, ParameterValue const& like) {
  if (auto const* count = std::get_if<std::uint64_t>(&value)) {
    if (std::holds_alternative<double>(like)) return static_cast<double>(*count);
    return static_cast<std::int64_t>(*count);
  }
  if (auto const* real = std::get_if<double>(&value)) {
    if (std::holds_alternative<std::int64_t>(like)) return std::llround(*real);
    return *real;
  }
  return std::get<std::string>(value);
}

/// A point as far as the axes so far say: counts that are `auto` are still 0.
struct PartialPoint {
  Point point;
  std::optional<std::size_t> sample;  ///< which one, where `samples` is zipped
};

void set_keyed(Point& point, std::string const& axis, AxisValue const& value) {
  auto const key = axis.substr(axis.find('.') + 1);
  if (axis.rfind("env.", 0) == 0) {
    point.env[key] = to_text(value);
  } else if (point.program != nullptr) {
    point.parameters[key] = to_free_parameter(value);
  } else if (auto const known = point.parameters.find(key);
             known != point.parameters.end()) {
    known->second = to_parameter(value, known->second);
  }
}

/// The axes that are zipped with those of resources, and so follow them: each value of
/// a list stands there once.
std::vector<std::string> following_axes(Study const& study) {
  std::vector<std::string> following;
  for (auto const& group : study.zip) {
    bool const has_resource =
        std::any_of(group.begin(), group.end(), [](std::string const& axis) {
          return axis == "nodes" || axis == "ranks" || axis == "threads";
        });
    if (!has_resource) continue;
    std::copy_if(group.begin(), group.end(), std::back_inserter(following),
                 [](std::string const& axis) { return axis.find('.') != axis.npos; });
  }
  return following;
}

using VisitPoint = std::function<void(Point&&)>;

/// What every step of the expansion needs.
struct Expansion {
  Study const& study;
  PlanContext const& context;
  std::vector<AxisGroup> groups;
  VisitPoint const& visit;
  /// What cannot be derived, told once a name.
  std::map<std::string, Diagnostic>& faults;
};

/// Leaves out what came after points of the kernel had ids, where it is the default.
void leave_unsaid(Point& point, Catalogue const& catalogue) {
  auto const* const kernel = find_kernel(catalogue, point.kernel);
  if (kernel == nullptr || point.program != nullptr) return;
  for (auto const& parameter : kernel->parameters) {
    auto const found = point.parameters.find(parameter.name);
    bool const is_unsaid = !parameter.is_said_if_default &&
                           found != point.parameters.end() &&
                           found->second == parameter.default_value;
    if (is_unsaid) point.parameters.erase(found);
  }
}

/// Visits the point, with what is derived from it.
void visit_derived(Expansion const& expansion, Point&& point) {
  auto const& study = expansion.study;
  auto derived = derive(study, point);
  if (derived.ok()) {
    point.derived = std::move(derived.value);
    leave_unsaid(point, expansion.context.catalogue);
    return expansion.visit(std::move(point));
  }
  auto const& [name, at, from] = *derived.faulty;
  expansion.faults.try_emplace(
      name,
      Diagnostic{study.file, at,
                 fmt::format("derive.{}: at ranks {}, threads {}, nodes {} it {}", name,
                             point.ranks, point.threads, point.nodes, derived.fault)});
}

std::uint64_t total_samples(AxisValue const& asked, Scaling scaling, Point const& point,
                            PlanContext const& context) {
  auto const cores = static_cast<std::uint64_t>(point.cores());
  std::uint64_t samples = 0;
  if (is_auto(asked)) {
    auto const* kernel = find_kernel(context.catalogue, point.kernel);
    auto const rate = kernel == nullptr ? 1e8 : kernel->nominal_samples_per_second;
    int const all = context.machine.cores();
    samples = automatic_samples(rate, all);
    if (scaling == Scaling::weak) samples /= static_cast<std::uint64_t>(all);
  } else {
    samples = std::get<std::uint64_t>(asked);
  }
  if (scaling == Scaling::strong) return samples;
  std::uint64_t total = 0;
  if (__builtin_mul_overflow(samples, cores, &total)) return 0;
  return total;
}

struct Total {
  std::uint64_t samples = 0;
  std::vector<Scaling> series;
};

// Equal totals within one choice of the axes are one point that serves several curves.
void add_total(std::vector<Total>& totals, std::uint64_t samples, Scaling scaling) {
  auto same = std::find_if(totals.begin(), totals.end(),
                           [&](Total const& one) { return one.samples == samples; });
  if (same == totals.end()) same = totals.insert(totals.end(), {samples, {}});
  auto& series = same->series;
  if (std::find(series.begin(), series.end(), scaling) == series.end())
    series.push_back(scaling);
}

void visit_samples(Expansion const& expansion, PartialPoint const& partial) {
  std::vector<Total> totals;
  for (auto const scaling : expansion.study.scaling) {
    auto const& asked = expansion.study.samples.at(scaling);
    auto const first = partial.sample.value_or(0);
    auto const end = partial.sample ? first + 1 : asked.size();
    for (auto i = first; i < end; ++i) {
      add_total(totals,
                total_samples(asked[i], scaling, partial.point, expansion.context),
                scaling);
    }
  }
  for (auto& total : totals) {
    auto point = partial.point;
    point.samples = total.samples;
    point.series = std::move(total.series);
    if (is_wanted(point, expansion.study)) visit_derived(expansion, std::move(point));
  }
}

void visit_automatic(Expansion const& expansion, PartialPoint const& partial) {
  auto const& machine = expansion.context.machine;
  auto const& asked = partial.point;
  auto const nodes = asked.nodes == 0 ? powers_of_two_up_to(machine.nodes)
                                      : std::vector<int>{asked.nodes};
  auto const threads = asked.threads == 0 ? powers_of_two_up_to(machine.cores_per_node)
                                          : std::vector<int>{asked.threads};
  auto next = partial;
  for (int const n : nodes) {
    for (int const t : threads) {
      next.point.nodes = n;
      next.point.threads = t;
      int const cores = next.point.cores_of_rank();
      auto const ranks = asked.ranks == 0 ? automatic_ranks(machine, n, cores)
                                          : std::vector<int>{asked.ranks};
      for (int const r : ranks) {
        next.point.ranks = r;
        visit_samples(expansion, next);
      }
    }
  }
}

bool has_automatic(PartialPoint const& partial) {
  auto const& point = partial.point;
  return point.nodes == 0 || point.ranks == 0 || point.threads == 0;
}

/// Expands the group `at` and all faster ones; `partial` is what the slower ones chose.
void expand_from(Expansion const& expansion, std::size_t at,
                 PartialPoint const& partial) {
  if (at == expansion.groups.size()) {
    return has_automatic(partial) ? visit_automatic(expansion, partial)
                                  : visit_samples(expansion, partial);
  }
  auto const& group = expansion.groups[at];
  for (std::size_t i = 0; i < group.size; ++i) {
    auto next = partial;
    if (group.has_samples) next.sample = i;
    for (auto const& [axis, definition] : group.axes) {
      auto const& value = axis->values[i];
      if (definition == nullptr)
        set_keyed(next.point, axis->name, value);
      else
        definition->set(next.point, value, expansion.study, expansion.context);
    }
    expand_from(expansion, at + 1, next);
  }
}

}  // namespace

void for_each_point(Study const& study, PlanContext const& context,
                    VisitPoint const& visit) {
  std::map<std::string, Diagnostic> faults;
  PartialPoint none;
  none.point.following = following_axes(study);
  expand_from({study, context, axis_groups(study), visit, faults}, 0, none);
  if (faults.empty()) return;
  std::vector<Diagnostic> all;
  all.reserve(faults.size());
  for (auto& [name, fault] : faults) all.push_back(std::move(fault));
  throw ConfigError(std::move(all), study.text);
}

}  // namespace assay
