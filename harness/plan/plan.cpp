// SPDX-License-Identifier: Apache-2.0
// Which points can run here.
#include "plan.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "model/launcher.hpp"

namespace assay {

namespace {

/// What a term of the memory names: an integer parameter, or the rank's samples.
double factor(std::string const& name, Point const& point, KernelEntry const& kernel) {
  if (name == "samples") {
    return static_cast<double>(point.samples) / static_cast<double>(point.ranks);
  }
  if (auto const given = point.parameters.find(name); given != point.parameters.end())
    return static_cast<double>(std::get<std::int64_t>(given->second));
  for (Parameter const& parameter : kernel.parameters) {
    if (parameter.name == name)
      return static_cast<double>(std::get<std::int64_t>(parameter.default_value));
  }
  return 1;
}

/// Empty where the machine's memory is not known, or is enough.
std::string memory_misfit(Point const& point, PlanContext const& context) {
  auto const* const kernel = find_kernel(context.catalogue, point.kernel);
  auto const there = static_cast<double>(context.machine.memory_bytes);
  if (kernel == nullptr || there == 0) return {};
  double const per_rank = memory_bytes(kernel->memory, [&](std::string const& name) {
    return factor(name, point, *kernel);
  });
  double const needed = per_rank * point.ranks_per_node();
  if (needed <= there) return {};
  constexpr double gigabyte = 1e9;
  return fmt::format("needs {:.1f} GB of memory on a node, there are {:.1f} GB",
                     needed / gigabyte, there / gigabyte);
}

}  // namespace

std::string misfit(Point const& point, PlanContext const& context) {
  auto const& machine = context.machine;
  if (point.samples == 0) return "its samples in total exceed 2^64";
  if (point.nodes > machine.nodes) {
    return fmt::format("needs {} nodes, there are {}", point.nodes, machine.nodes);
  }
  if (point.ranks % point.nodes != 0) {
    return fmt::format("{} ranks cannot be shared equally by {} nodes", point.ranks,
                       point.nodes);
  }
  auto const& launcher = launcher_of(point);
  if (auto reason = launcher.misfit(point, machine); !reason.empty()) return reason;
  int const cores = point.ranks_per_node() * point.threads;
  if (cores > machine.cores_per_node) {
    return fmt::format("needs {} cores on a node, there are {}", cores,
                       machine.cores_per_node);
  }
  if (point.backend == "serial" && point.threads > 1) {
    return "backend serial has one thread per rank";
  }
  if (point.program != nullptr && !point.program->fault.empty())
    return point.program->fault;
  if (point.wrap != nullptr && !point.wrap->fault.empty()) return point.wrap->fault;
  auto const& built = context.backends;
  if (point.program == nullptr && launcher.starts_processes &&
      std::find(built.begin(), built.end(), point.backend) == built.end()) {
    auto const& backend = point.backend;
    auto const cure =
        point.on_device()
            ? fmt::format(" (cmake --preset {0} && cmake --build --preset {0})",
                          backend)
        : backend == "serial"
            ? " (cmake --build --preset release --target assay-worker-serial)"
            : "";
    return fmt::format("no worker was built for backend {}{}", backend, cure);
  }
  return memory_misfit(point, context);
}

void for_each_planned(Study const& study, PlanContext const& context,
                      std::function<void(Point&&, std::string&& reason)> const& visit) {
  std::uint64_t count = 0;
  for_each_point(study, context, [&](Point&& point) {
    if (count++ >= study.max_points) {
      throw ConfigError(
          {{study.file,
            {},
            fmt::format("the study has more than {} points. Sweep less, or raise "
                        "max_points",
                        study.max_points)}},
          study.text);
    }
    auto reason = misfit(point, context);
    visit(std::move(point), std::move(reason));
  });
}

Plan make_plan(Study const& study, PlanContext const& context) {
  Plan plan;
  for_each_planned(study, context, [&](Point&& point, std::string&& reason) {
    if (reason.empty()) {
      plan.points.push_back(std::move(point));
    } else {
      plan.skipped.push_back({std::move(point), std::move(reason)});
    }
  });
  return plan;
}

}  // namespace assay
