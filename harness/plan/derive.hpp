// SPDX-License-Identifier: Apache-2.0
// `derive:` and a point -> the values that the point gives its names.
#pragma once

#include <map>
#include <string>

#include "model/point.hpp"
#include "model/study.hpp"

namespace assay {

/// The derived values of a point by their names, or why one has none.
struct Derived {
  std::map<std::string, std::string> value{};
  std::string fault{};  ///< problem and cure; empty where there is none
  Derivation const* faulty = nullptr;
  bool ok() const { return fault.empty(); }
};

/// Each of the study's derivations at this point, the earlier ones seen by the later.
Derived derive(Study const& study, Point const& point);

/// Those of them that are the same at every point.
std::map<std::string, std::string> derived_constants(Study const& study);

}  // namespace assay
