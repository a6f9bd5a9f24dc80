// SPDX-License-Identifier: Apache-2.0
// How ranks that follow each other are placed, as a study says it.
#pragma once

#include <string_view>

namespace assay {

/// On the next cores of their node.
inline constexpr std::string_view place_by_core = "by core";
/// In the next NUMA domain of their node, and round again.
inline constexpr std::string_view place_by_numa = "by numa";
/// On the next socket of their node, and round again.
inline constexpr std::string_view place_by_socket = "by socket";
/// On the next node, and round again.
inline constexpr std::string_view place_by_node = "by node";

}  // namespace assay
