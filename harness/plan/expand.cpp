// SPDX-License-Identifier: Apache-2.0
// Walks the product of the axes like an odometer; zipped axes turn as one wheel.
#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "automatic.hpp"
#include "filter.hpp"
#include "plan.hpp"

namespace assay {
namespace {

/// Axes that turn together: all have `turns` values.
struct Wheel {
  std::vector<Axis const*> axes;
  std::size_t turns = 1;
};

bool is_auto(AxisValue const& value) {
  auto const* text = std::get_if<std::string>(&value);
  return text != nullptr && *text == "auto";
}

std::shared_ptr<Program const> find_program(Study const& study,
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
      wheels.push_back({{&axis}, axis.values.size()});
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
    point.program = find_program(study, point.kernel);
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
  } else if (axis == "launcher") {
    point.launcher = is_auto(value) ? automatic_launcher(context.machine)
                                    : std::get<std::string>(value);
  } else if (axis == "seed") {
    point.seed = std::get<std::uint64_t>(value);
  } else {
    set_keyed(point, axis, value);
  }
}

Draft draft_point(Study const& study, std::vector<Wheel> const& wheels,
                  std::vector<std::size_t> const& turn, PlanContext const& context) {
  Draft draft;
  for (std::size_t i = 0; i < wheels.size(); ++i) {
    for (auto const* axis : wheels[i].axes) {
      apply(draft, axis->name, axis->values[turn[i]], study, context);
    }
  }
  return draft;
}

std::vector<Point> resolve_automatic(Draft const& draft, Machine const& machine) {
  std::vector<Point> points;
  auto const nodes = draft.auto_nodes ? powers_of_two_up_to(machine.nodes)
                                      : std::vector<int>{draft.point.nodes};
  auto const threads = draft.auto_threads ? powers_of_two_up_to(machine.cores_per_node)
                                          : std::vector<int>{draft.point.threads};
  for (int const n : nodes) {
    for (int const t : threads) {
      auto const ranks = draft.auto_ranks ? automatic_ranks(machine, n, t)
                                          : std::vector<int>{draft.point.ranks};
      for (int const r : ranks) {
        points.push_back(draft.point);
        points.back().nodes = n;
        points.back().threads = t;
        points.back().ranks = r;
      }
    }
  }
  return points;
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

// Equal totals within one choice of the axes are one point that serves several curves.
void visit_samples(Study const& study, Point const& point, PlanContext const& context,
                   std::function<void(Point&&)> const& visit) {
  std::vector<Point> found;
  for (auto const scaling : study.scaling) {
    for (auto const& asked : study.samples.at(scaling)) {
      auto const samples = total_samples(asked, scaling, point, context);
      auto same = std::find_if(found.begin(), found.end(), [&](Point const& one) {
        return one.samples == samples;
      });
      if (same == found.end()) {
        found.push_back(point);
        same = std::prev(found.end());
        same->samples = samples;
      }
      if (std::find(same->series.begin(), same->series.end(), scaling) ==
          same->series.end()) {
        same->series.push_back(scaling);
      }
    }
  }
  for (auto& one : found) {
    if (is_wanted(one, study)) visit(std::move(one));
  }
}

bool advance(std::vector<std::size_t>& turn, std::vector<Wheel> const& wheels) {
  for (std::size_t i = wheels.size(); i-- > 0;) {
    if (++turn[i] < wheels[i].turns) return true;
    turn[i] = 0;
  }
  return false;
}

}  // namespace

void for_each_point(Study const& study, PlanContext const& context,
                    std::function<void(Point&&)> const& visit) {
  auto const wheels = make_wheels(study);
  std::vector<std::size_t> turn(wheels.size(), 0);
  do {
    auto const draft = draft_point(study, wheels, turn, context);
    for (auto const& point : resolve_automatic(draft, context.machine)) {
      visit_samples(study, point, context, visit);
    }
  } while (advance(turn, wheels));
}

}  // namespace assay
