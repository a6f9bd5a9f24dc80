// SPDX-License-Identifier: Apache-2.0
// Names only what is not the same for every point of most studies.
#include "describe_point.hpp"

#include <fmt/format.h>

namespace assay {
namespace {

std::string counted(int count, std::string const& noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

}  // namespace

std::string describe(Point const& point) {
  auto text = point.program != nullptr
                  ? point.kernel + ", "
                  : fmt::format("{} ({}), ", point.kernel, point.backend);
  if (point.nodes > 1) text += counted(point.nodes, "node") + ", ";
  text +=
      fmt::format("{} x {}, {:.3g} samples", counted(point.ranks, "rank"),
                  counted(point.threads, "thread"), static_cast<double>(point.samples));
  if (point.ranks_per_gpu > 1)
    text += fmt::format(", {} ranks per GPU", point.ranks_per_gpu);
  for (auto const& [name, value] : point.env)
    text += fmt::format(", {}={}", name, value);
  return text;
}

std::string describe_duration(double seconds) {
  if (seconds < 90) return fmt::format("{:.0f} s", seconds);
  if (seconds < 90 * 60) return fmt::format("{:.0f} min", seconds / 60);
  return fmt::format("{:.1f} h", seconds / 3600);
}

}  // namespace assay
