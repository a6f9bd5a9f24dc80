// SPDX-License-Identifier: Apache-2.0
// What an attempt came to.
#pragma once

#include <optional>
#include <set>
#include <string>

namespace assay {

enum class VerdictClass {
  ok,
  config,
  launcher,
  binding,
  oversubscribed,
  world,
  device,
  crash,
  hang,
  no_result,
  wrong_answer,
  storage,
  scheduler,
  node,
  interrupted,
  unproven,   ///< the program itself was not seen to run as asked
  disturbed,  ///< as asked, but others did more beside it than the host usually does
};

std::string to_string(VerdictClass verdict);
std::optional<VerdictClass> verdict_from(std::string const& name);

/// Neither a measurement, nor one that others disturbed.
constexpr bool is_failure(VerdictClass verdict) {
  return verdict != VerdictClass::ok && verdict != VerdictClass::disturbed;
}

struct Verdict {
  VerdictClass of = VerdictClass::ok;
  std::string detail;  ///< asked and seen, in one sentence; empty for ok
  /// All that is wrong is that others gave another answer: most of them may yet give
  /// this.
  bool disagrees = false;
  std::set<std::string> nodes{};  ///< that were disturbed beside quiet ones
};

}  // namespace assay
