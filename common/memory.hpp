// SPDX-License-Identifier: Apache-2.0
// What a kernel allocates on one rank, as a formula.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace assay {

/// A part of what one rank allocates: `bytes` times the product of what `times` names,
/// divided by that of `over`. A name is an integer parameter, or `samples`: the rank's
/// share of them.
struct MemoryTerm {
  std::uint64_t bytes = 0;
  std::vector<std::string> times;
  std::vector<std::string> over;
};

/// The sum of the terms, in bytes; `value_of` answers with the number that a name of a
/// term stands for.
template <class ValueOf>
double memory_bytes(std::vector<MemoryTerm> const& terms, ValueOf const& value_of) {
  double sum = 0;
  for (MemoryTerm const& term : terms) {
    auto bytes = static_cast<double>(term.bytes);
    for (std::string const& name : term.times) bytes *= value_of(name);
    for (std::string const& name : term.over) bytes /= value_of(name);
    sum += bytes;
  }
  return sum;
}

}  // namespace assay
