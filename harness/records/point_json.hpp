// SPDX-License-Identifier: Apache-2.0
// A point as JSON and back, and its id.
#pragma once

#include <string>
#include <string_view>

#include "common/json.hpp"
#include "model/point.hpp"

namespace assay {

/// The fields of `requested` in results/README.md: all that identifies a point but the
/// worker.
Json to_json(Point const& point);

/// The point of which `object` is the text; of its program the words. Other members
/// than those of to_json() are passed over, but for `series` and `following`. Throws
/// MalformedError.
Point parse_point(std::string_view object);

/// ["strong", "weak"]
Json series_json(Point const& point);

/// Adds what a line says of a point beside its identity: `series`, and `following`
/// where there is any.
void add_membership(Json& line, Point const& point);

/// First 16 hexadecimal digits of a SHA-256 over `to_json` and the worker's own hash: a
/// rebuilt worker makes new points, so that no curve mixes two programs.
std::string point_id(Point const& point, std::string const& worker_sha256);

/// A parameter, as a JSON number or text.
Json parameters_json(ParameterValues const& parameters);

}  // namespace assay
