// SPDX-License-Identifier: Apache-2.0
#include "derivation.hpp"

#include <algorithm>

namespace assay {
namespace {

bool is_constant(Derivation const& derivation, std::set<std::string> const& constants) {
  if (auto const* table = std::get_if<DerivedTable>(&derivation.from))
    return constants.contains(table->by);
  auto const& steps = std::get<Expression>(derivation.from);
  return std::all_of(steps.begin(), steps.end(), [&](CalculationStep const& step) {
    return step.operation != Operation::name || constants.contains(step.name);
  });
}

}  // namespace

std::set<std::string> constant_names(std::vector<Derivation> const& derivations) {
  std::set<std::string> constants;
  for (auto const& one : derivations)
    if (is_constant(one, constants)) constants.insert(one.name);
  return constants;
}

}  // namespace assay
