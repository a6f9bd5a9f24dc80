// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

namespace assay {

/// The seconds of "01:30:00", "90:00" or "90", as schedulers write times; nothing where
/// it is no time. Pure.
std::optional<double> clock_seconds(std::string const& text);

}  // namespace assay
