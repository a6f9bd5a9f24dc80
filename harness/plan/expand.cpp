// SPDX-License-Identifier: Apache-2.0
// Walks the product of the axes like an odometer; zipped axes turn as one wheel. What
// the slower wheels chose is not chosen again for each turn of the faster ones.
#include <algorithm>
#include <cmath>
#include <functional>
#include <optional>

#include "automatic.hpp"
#include "filter.hpp"
#include "plan.hpp"

namespace assay {
namespace {

/// Axes that turn together: all have `turns` values.
struct Wheel {
  std::vector<Axis const*> axes;
  std::size_t turns = 1;
  bool turns_samples = false;  ///< `samples` is zipped with them
};

bool is_auto(AxisValue const& value) {
  auto const* text = std::get_if<std::string>(&value);
  return text != nullptr && *text == "auto";
}

std::shared_ptr<Program const> program_named(Study const& study,
                                             std::string const& name) {
  for (auto const& program : study.programs)
    if (program->name == name) return program;
  return nullptr;
}

/// As the reader saw it: a program's parameters have no types of their own.
ParameterValue to_free_parameter(AxisValue const& value) {
  if (auto const* count = std::get_if<std::uint64_t>(&value))
    return static_cast<std::int64_t>(*count);
  if (auto const* real = std::get_if<double>(&value)) return *real;
  return std::get<std::string>(value);
}

int whole(AxisValue const& value) {
  return static_cast<int>(std::get<std::uint64_t>(value));
}

std::vector<std::string> const* zip_group(Study const& study, std::string const& axis) {
  for (auto const& group : study.zip) {
    if (std::find(group.begin(), group.end(), axis) != group.end()) return &group;
  }
  return nullptr;
}

std::vector<Wheel> make_wheels(Study const& study) {
  std::vector<Wheel> wheels;
  for (auto const& axis : study.axes) {
    auto const* group = zip_group(study, axis.name);
    auto const same_group = [&](Wheel const& wheel) {
      return group != nullptr && zip_group(study, wheel.axes.front()->name) == group;
    };
    auto const wheel = std::find_if(wheels.begin(), wheels.end(), same_group);
    if (wheel != wheels.end()) {
      wheel->axes.push_back(&axis);
    } else {
      bool const zips_samples =
          group != nullptr && zip_group(study, "samples") == group;
      wheels.push_back({{&axis}, axis.values.size(), zips_samples});
    }
  }
  return wheels;
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

std::string to_text(AxisValue const& value) {
  if (auto const* count = std::get_if<std::uint64_t>(&value))
    return std::to_string(*count);
  if (auto const* real = std::get_if<double>(&value)) return std::to_string(*real);
  return std::get<std::string>(value);
}

/// The choice of one value per axis, and the point as far as it is known without
/// `auto`.
struct Draft {
  Point point;
  bool auto_nodes = false, auto_ranks = false, auto_threads = false;
  std::optional<std::size_t> sample;  ///< which one, where `samples` is zipped
};

void set_count(int& field, bool& automatic, AxisValue const& value) {
  automatic = is_auto(value);
  if (!automatic) field = whole(value);
}

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

void apply(Draft& draft, std::string const& axis, AxisValue const& value,
           Study const& study, PlanContext const& context) {
  auto& point = draft.point;
  if (axis == "kernel") {
    point.kernel = std::get<std::string>(value);
    point.program = program_named(study, point.kernel);
    // A program times one thing: itself.
    point.repetitions = point.program != nullptr ? 1 : study.repetitions;
    point.ceiling_repetitions =
        point.program != nullptr ? 0 : study.ceiling_repetitions;
    if (auto const* entry = find_kernel(context.catalogue, point.kernel)) {
      for (auto const& parameter : entry->parameters) {
        point.parameters[parameter.name] = parameter.default_value;
      }
    }
  } else if (axis == "nodes") {
    set_count(point.nodes, draft.auto_nodes, value);
  } else if (axis == "ranks") {
    set_count(point.ranks, draft.auto_ranks, value);
  } else if (axis == "threads") {
    set_count(point.threads, draft.auto_threads, value);
  } else if (axis == "backend") {
    point.backend = std::get<std::string>(value);
  } else if (axis == "ranks_per_gpu") {
    point.ranks_per_gpu = whole(value);
  } else if (axis == "launcher") {
    point.launcher = is_auto(value) ? automatic_launcher(context.machine)
                                    : std::get<std::string>(value);
  } else if (axis == "seed") {
    point.seed = std::get<std::uint64_t>(value);
  } else {
    set_keyed(point, axis, value);
  }
}

using VisitPoint = std::function<void(Point&&)>;

/// What every step of the walk needs.
struct Walk {
  Study const& study;
  PlanContext const& context;
  std::vector<Wheel> wheels;
  VisitPoint const& visit;
};

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

void visit_samples(Walk const& walk, Draft const& draft) {
  std::vector<Total> totals;
  for (auto const scaling : walk.study.scaling) {
    auto const& asked = walk.study.samples.at(scaling);
    auto const first = draft.sample.value_or(0);
    auto const end = draft.sample ? first + 1 : asked.size();
    for (auto i = first; i < end; ++i) {
      add_total(totals, total_samples(asked[i], scaling, draft.point, walk.context),
                scaling);
    }
  }
  for (auto& total : totals) {
    auto point = draft.point;
    point.samples = total.samples;
    point.series = std::move(total.series);
    if (is_wanted(point, walk.study)) walk.visit(std::move(point));
  }
}

void visit_automatic(Walk const& walk, Draft draft) {
  auto const& machine = walk.context.machine;
  auto& point = draft.point;
  auto const nodes = draft.auto_nodes ? powers_of_two_up_to(machine.nodes)
                                      : std::vector<int>{point.nodes};
  auto const threads = draft.auto_threads ? powers_of_two_up_to(machine.cores_per_node)
                                          : std::vector<int>{point.threads};
  for (int const n : nodes) {
    for (int const t : threads) {
      auto const ranks = draft.auto_ranks ? automatic_ranks(machine, n, t)
                                          : std::vector<int>{point.ranks};
      for (int const r : ranks) {
        point.nodes = n;
        point.threads = t;
        point.ranks = r;
        visit_samples(walk, draft);
      }
    }
  }
}

bool has_automatic(Draft const& draft) {
  return draft.auto_nodes || draft.auto_ranks || draft.auto_threads;
}

/// Turns the wheel `at` and all faster ones; `draft` is what the slower ones chose.
void turn(Walk const& walk, std::size_t at, Draft const& draft) {
  if (at == walk.wheels.size()) {
    return has_automatic(draft) ? visit_automatic(walk, draft)
                                : visit_samples(walk, draft);
  }
  auto const& wheel = walk.wheels[at];
  for (std::size_t i = 0; i < wheel.turns; ++i) {
    auto next = draft;
    if (wheel.turns_samples) next.sample = i;
    for (auto const* axis : wheel.axes)
      apply(next, axis->name, axis->values[i], walk.study, walk.context);
    turn(walk, at + 1, next);
  }
}

}  // namespace

void for_each_point(Study const& study, PlanContext const& context,
                    VisitPoint const& visit) {
  turn({study, context, make_wheels(study), visit}, 0, {});
}

}  // namespace assay
