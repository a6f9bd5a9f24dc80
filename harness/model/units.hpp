// SPDX-License-Identifier: Apache-2.0
// Units of what a program prints.
#pragma once

#include <optional>
#include <string>

namespace assay {

/// Seconds in one `unit`: s, ms, us, ns, min, h; nothing for another.
std::optional<double> seconds_per(std::string const& unit);

/// Seconds in what a program may call a unit of time: those, `sec`, `seconds`,
/// `msec`...
std::optional<double> seconds_per_word(std::string const& word);

/// How many `to` one `from` is, where they differ by a prefix (1000 for TFLOP/s and
/// GFLOP/s, 1024 for MiB and KiB) or both are times; nothing for others.
std::optional<double> unit_ratio(std::string const& from, std::string const& to);

/// What a metric measures; times and rates make a speedup.
enum class MetricKind { time, rate, count, size };

/// In the names of the study.
std::string to_string(MetricKind kind);

/// By that name.
std::optional<MetricKind> metric_kind_from(std::string const& name);

/// A time for a unit of time, a rate for one that ends with `/s`, a size for bytes,
/// else a count.
MetricKind kind_of_unit(std::string const& unit);

}  // namespace assay
