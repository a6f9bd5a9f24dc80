// SPDX-License-Identifier: Apache-2.0
// What each axis may hold, and what it holds when the study does not say.
#include "axis_values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <stdexcept>

#include "scalars.hpp"

namespace assay {
namespace {

/// The seed of the golden values.
constexpr std::uint64_t default_seed = 0x548c9decbce65297;

struct CountAxis {
  std::string name;
  Bounds bounds;
};

/// ranks x threads stays below 2^31, which is what a Point counts cores with; samples
/// stay below 2^63, so that signed indices hold them.
std::vector<CountAxis> const& count_axes() {
  static std::vector<CountAxis> const axes{
      {"samples", {1, (std::uint64_t{1} << 63) - 1}},
      {"nodes", {1, 1'000'000}},
      {"ranks", {1, 1'000'000}},
      {"threads", {1, 1024}}};
  return axes;
}

/// A count, or `auto`.
std::optional<AxisValue> read_count(YamlNode const& node, CountAxis const& axis,
                                    Problems& problems) {
  if (node.kind == YamlNode::Kind::scalar && node.text == "auto") return node.text;
  if (node.kind == YamlNode::Kind::scalar)
    return read_integer(node, axis.name, axis.bounds, problems);
  report_kind(node, axis.name,
              fmt::format("a whole number from {} to {}, or auto", axis.bounds.minimum,
                          axis.bounds.maximum),
              problems);
  return std::nullopt;
}

std::optional<AxisValue> read_ranks_per_gpu(YamlNode const& node, Problems& problems) {
  return read_integer(node, "ranks_per_gpu", {1, 1024}, problems);
}

std::vector<std::string> kernel_names(Catalogue const& catalogue) {
  std::vector<std::string> names;
  std::transform(catalogue.begin(), catalogue.end(), std::back_inserter(names),
                 [](KernelEntry const& entry) { return entry.name; });
  return names;
}

ReadValue choice_reader(std::string const& axis,
                        std::vector<std::string> const& known) {
  return [axis, known](YamlNode const& node,
                       Problems& problems) -> std::optional<AxisValue> {
    return read_choice(node, axis, known, problems);
  };
}

}  // namespace

std::vector<std::string> const& axis_names() {
  static std::vector<std::string> const names{"kernel",   "nodes",   "ranks",
                                              "threads",  "backend", "ranks_per_gpu",
                                              "launcher", "seed"};
  return names;
}

std::vector<std::string> const& known_backends() {
  static std::vector<std::string> const names{"serial", "openmp", "threads", "cuda",
                                              "hip"};
  return names;
}

std::vector<std::string> const& known_launchers() {
  static std::vector<std::string> const names{"auto", "mpiexec", "srun", "local",
                                              "simulate"};
  return names;
}

ReadValue value_reader(std::string const& axis, Catalogue const& catalogue) {
  if (axis == "kernel") return choice_reader(axis, kernel_names(catalogue));
  if (axis == "backend") return choice_reader(axis, known_backends());
  if (axis == "ranks_per_gpu") return read_ranks_per_gpu;
  if (axis == "launcher") return choice_reader(axis, known_launchers());
  if (axis == "seed")
    return [](YamlNode const& node, Problems& problems) -> std::optional<AxisValue> {
      return read_seed(node, "seed", problems);
    };
  for (auto const& count : count_axes())
    if (count.name == axis)
      return [count](YamlNode const& node, Problems& problems) {
        return read_count(node, count, problems);
      };
  throw std::logic_error("no axis " + axis);
}

std::vector<AxisValue> default_values(std::string const& axis) {
  if (axis == "kernel") return {};
  if (axis == "backend") return {"openmp"};
  if (axis == "launcher") return {"auto"};
  if (axis == "seed") return {default_seed};
  return {std::uint64_t{1}};
}

}  // namespace assay
