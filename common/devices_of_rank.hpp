// SPDX-License-Identifier: Apache-2.0
// Which devices of a node a rank of a program is given: its own share, by its number on
// the node.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace assay {

/// The variables by which CUDA, ROCm and Level Zero learn what they may use; CUDA's
/// first, which HIP reads too.
std::vector<char const*> const& device_variables();

/// The value of such a variable for the rank with this number on its node. `offered` is
/// its value so far: those in it are shared out, else all of the node by their numbers.
/// Nothing where it has too few.
std::optional<std::string> devices_of_rank(int number_on_node, int devices_per_rank,
                                           std::optional<std::string> const& offered);

/// What launchers tell a process of its number on its node; nothing where none does.
std::optional<int> number_on_node();

}  // namespace assay
