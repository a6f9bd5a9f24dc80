// SPDX-License-Identifier: Apache-2.0
// Which points can run here.
#include "plan.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "model/launcher.hpp"
#include "text/numbers.hpp"

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

/// Empty where a device can do what the parameters choose.
std::string device_misfit(Point const& point, PlanContext const& context) {
  auto const* const kernel = find_kernel(context.catalogue, point.kernel);
  if (kernel == nullptr || !point.on_device()) return {};
  for (auto const& parameter : kernel->parameters) {
    auto const given = point.parameters.find(parameter.name);
    if (given == point.parameters.end()) continue;
    auto const& hosts = parameter.host_choices;
    auto const* const choice = std::get_if<std::string>(&given->second);
    if (choice != nullptr &&
        std::find(hosts.begin(), hosts.end(), *choice) != hosts.end())
      return fmt::format("no device can do {} {}: choose a backend of CPUs",
                         parameter.name, *choice);
  }
  return {};
}

std::string not_shared(Point const& point) {
  return fmt::format("{} ranks cannot be shared equally by {} nodes", point.ranks,
                     point.nodes);
}

/// That crossed lists meet so is no wish; who zips nodes with ranks means it.
std::string uneven_misfit(Point const& point, Study const& study) {
  auto const has = [](std::vector<std::string> const& group, char const* axis) {
    return std::find(group.begin(), group.end(), axis) != group.end();
  };
  bool const is_meant = std::any_of(
      study.zip.begin(), study.zip.end(),
      [&](auto const& group) { return has(group, "nodes") && has(group, "ranks"); });
  return point.is_uneven() && !is_meant ? not_shared(point) : "";
}

/// `there is 1`, `there are 4`
std::string there_are(int count) {
  return fmt::format("there {} {}", count == 1 ? "is" : "are", count);
}

std::string in_brackets(std::string const& reason) {
  return reason.empty() ? "" : fmt::format(" ({})", reason);
}

/// Whether the cores of a rank are enough for its threads.
std::string threads_misfit(Point const& point, Machine const& machine) {
  if (point.smt > machine.threads_per_core)
    return fmt::format("needs {} hardware threads of a core (smt), {}", point.smt,
                       there_are(machine.threads_per_core));
  if (point.cores_of_rank() * point.smt >= point.threads) return {};
  return fmt::format("{} threads of a rank do not fit the {} reserved for it",
                     point.threads, counted(point.cores_of_rank(), "core"));
}

}  // namespace

std::string misfit(Point const& point, PlanContext const& context) {
  auto const& machine = context.machine;
  if (point.samples == 0) return "its samples in total exceed 2^64";
  if (point.nodes > machine.nodes) {
    return fmt::format("needs {} nodes, {}{}", point.nodes, there_are(machine.nodes),
                       in_brackets(machine.limit_of_nodes));
  }
  if (point.nodes < machine.least_nodes)
    return fmt::format("a job there has at least {} nodes", machine.least_nodes);
  if (point.ranks < point.nodes) return not_shared(point);
  auto const& launcher = launcher_of(point);
  if (auto reason = launcher.misfit(point, machine); !reason.empty()) return reason;
  if (auto reason = threads_misfit(point, machine); !reason.empty()) return reason;
  int const cores = point.ranks_per_node() * point.cores_of_rank();
  if (cores > machine.cores_per_node) {
    return fmt::format("needs {} cores on a node, {}{}", cores,
                       there_are(machine.cores_per_node),
                       in_brackets(machine.limit_of_cores));
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
  if (auto reason = device_misfit(point, context); !reason.empty()) return reason;
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
    auto reason = uneven_misfit(point, study);
    if (reason.empty()) reason = misfit(point, context);
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
