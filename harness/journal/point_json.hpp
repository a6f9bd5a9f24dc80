// SPDX-License-Identifier: Apache-2.0
// A point as JSON, and its id.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "point.hpp"

namespace assay {

/// The fields of `requested` in results/README.md: all that identifies a point but the
/// worker.
nlohmann::ordered_json to_json(Point const& point);

/// ["strong", "weak"]
nlohmann::ordered_json series_json(Point const& point);

/// First 16 hexadecimal digits of a SHA-256 over `to_json` and the worker's own hash: a
/// rebuilt worker makes new points, so that no curve mixes two programs.
std::string point_id(Point const& point, std::string const& worker_sha256);

/// Decimal digits of a seed in the form `0x…`.
std::string seed_text(std::uint64_t seed);

/// A parameter, as a JSON number or text.
nlohmann::ordered_json parameters_json(ParameterValues const& parameters);

}  // namespace assay
