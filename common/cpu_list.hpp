// SPDX-License-Identifier: Apache-2.0
// CPU lists as Linux writes them: "0-3,8".
#pragma once

#include <optional>
#include <set>
#include <string>

namespace assay {

/// The CPUs of a list; nothing where it is malformed. CPU numbers are below 2^20.
std::optional<std::set<int>> parse_cpu_list(std::string const& text);

}  // namespace assay
