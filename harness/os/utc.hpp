// SPDX-License-Identifier: Apache-2.0
// Times of the calendar as text.
#pragma once

#include <chrono>
#include <string>

namespace assay {

/// A time of the calendar in UTC: "2026-01-01T12:00:00.123Z".
std::string utc_text(std::chrono::system_clock::time_point time);

/// The present time in the same form.
std::string utc_now();

/// Seconds since the epoch.
double epoch_s();

}  // namespace assay
