// SPDX-License-Identifier: Apache-2.0
// Where and when something was measured.
#pragma once

#include <string>

namespace assay {

/// What Linux calls the processor; else the architecture.
std::string processor();

/// As 2026-01-31.
std::string today_utc();

/// Processes that ran or waited to run in the last minute, on average; -1 where the
/// system does not say.
double load();

}  // namespace assay
