// SPDX-License-Identifier: Apache-2.0
// What a user's program printed and wrote -> its measurement.
#pragma once

#include <optional>
#include <string>

#include "common/json.hpp"
#include "model/point.hpp"
#include "os/process.hpp"
#include "verdict.hpp"

namespace assay {

/// The measurement in the form that a worker gives it, or why there is none.
struct ProgramAnswer {
  Json measurement;
  std::optional<Verdict> fault;
};

/// Reads the metrics, the time and the checked value. `output` is all that the launch
/// printed, `result_text` what it wrote to $ASSAY_RESULT. Pure.
ProgramAnswer read_answer(Point const& point, double wall_s, std::string const& output,
                          std::optional<std::string> const& result_text);

}  // namespace assay
