// SPDX-License-Identifier: Apache-2.0
// One metric of a launch: from where a program left it to its value.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

#include "common/json.hpp"
#include "judge.hpp"
#include "printed_number.hpp"

namespace assay {

/// Why a launch has no answer.
class NoAnswer : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A metric in its unit.
struct MetricValue {
  Number number;
  std::vector<double> values{};  ///< that `which: all` makes it of
  std::uint64_t found = 1;       ///< more than one where nothing says which
};

/// The value of `readings.metrics[index]`, where `result` is result_of_program().
/// Throws NoAnswer.
MetricValue value_of_metric(Readings const& readings, std::size_t index,
                            Evidence const& evidence, Json const& result);

/// The JSON at $ASSAY_RESULT; null where there is none. Throws NoAnswer.
Json result_of_program(Evidence const& evidence);

/// What stands at `a.b.0` in `value`, which is called `what`. Throws NoAnswer.
Json at_path(Json const& value, std::string const& path, std::string const& what);

/// The files that the study asks for; at least one, each readable. Throws NoAnswer.
std::vector<FileOfProgram> const& files_of(TextSource const& from,
                                           Evidence const& evidence);

}  // namespace assay
