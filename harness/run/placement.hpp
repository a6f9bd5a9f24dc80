// SPDX-License-Identifier: Apache-2.0
// Which nodes of a job a launch runs on.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace assay {

/// The first `count` of `nodes` that are not among `avoided`; nothing where there are
/// too few. Pure.
std::optional<std::vector<std::string>> choose_nodes(
    std::vector<std::string> const& nodes, std::set<std::string> const& avoided,
    int count);

}  // namespace assay
