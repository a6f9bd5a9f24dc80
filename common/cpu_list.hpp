// SPDX-License-Identifier: Apache-2.0
// Sets of CPUs as Linux writes them: "0-3,8".
#pragma once

#include <optional>
#include <set>
#include <string>

namespace assay {

using CpuSet = std::set<int>;

/// The list of these CPUs; empty for no CPU.
std::string cpu_list(CpuSet const& cpus);

/// The CPUs of a list; nothing where it is malformed. CPU numbers are below 2^16, and
/// no list names more, repeated or not.
std::optional<CpuSet> parse_cpu_list(std::string const& text);

/// The same of a text that must be a list; throws std::runtime_error with it.
CpuSet cpus_in(std::string const& text);

}  // namespace assay
