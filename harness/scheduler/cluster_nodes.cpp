// SPDX-License-Identifier: Apache-2.0
#include "cluster_nodes.hpp"

#include <fmt/format.h>

#include <charconv>

#include "os/errors.hpp"

namespace assay {
namespace {

/// More nodes, or cores of a node, are none.
constexpr int most_of_anything = 1'000'000;

int count_at(std::string const& text, std::size_t begin) {
  int value = 0;
  std::from_chars(text.data() + begin, text.data() + text.size(), value);
  return value;
}

bool is_count(int value) { return value >= 1 && value <= most_of_anything; }

}  // namespace

ClusterNodes described_nodes(std::string const& text) {
  auto const times = text.find('x');
  ClusterNodes nodes;
  nodes.machine.srun = Srun{};
  if (times != text.npos) {
    nodes.machine.nodes = count_at(text, 0);
    nodes.machine.cores_per_node = count_at(text, times + 1);
  }
  auto const again =
      fmt::format("{}x{}", nodes.machine.nodes, nodes.machine.cores_per_node);
  if (again != text || !is_count(nodes.machine.nodes) ||
      !is_count(nodes.machine.cores_per_node))
    throw UsageError(
        fmt::format("--machine {}: write NODESxCORES, as in 64x128", text));
  return nodes;
}

}  // namespace assay
