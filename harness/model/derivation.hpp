// SPDX-License-Identifier: Apache-2.0
// `derive:` of a study: names for what follows from the numbers of a point.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "text/diagnostic.hpp"
#include "text/expression.hpp"

namespace assay {

/// A value for each of another, as in `{by: ranks, 1: "1,1,1", default: "2,1,1"}`.
struct DerivedTable {
  std::string by;  ///< an axis, a number of a point, or an earlier derivation
  std::map<std::string, std::string> values;
  std::optional<std::string> otherwise;
};

/// A derived value is no axis: points that differ in it are still on one curve.
struct Derivation {
  std::string name;
  Position at;
  std::variant<Expression, DerivedTable> from;
};

/// The names of those that are the same at every point.
std::set<std::string> constant_names(std::vector<Derivation> const& derivations);

}  // namespace assay
