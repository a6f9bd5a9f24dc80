// SPDX-License-Identifier: Apache-2.0
// What a user's program printed and wrote -> its measurement.
#pragma once

#include <optional>

#include "common/json.hpp"
#include "judge.hpp"

namespace assay {

/// The measurement in the form that a worker gives it, or why there is none.
struct ProgramAnswer {
  Json measurement;
  std::optional<Verdict> fault;
};

/// Reads the metrics, the time and the checked value of a program that ended well.
/// Pure.
ProgramAnswer read_answer(Evidence const& evidence);

}  // namespace assay
