// SPDX-License-Identifier: Apache-2.0
// The result file: what rank 0 answers (results/README.md).
#pragma once

#include <string>
#include <vector>

#include "common/json.hpp"
#include "measure.hpp"
#include "timing.hpp"

namespace assay {

/// Seconds that rank 0 spent outside the measurements.
struct LaunchTimes {
  double mpi_init_s = 0;
  double runtime_init_s = 0;
  double total_s = 0;  ///< from the start of main to the writing of the result
};

// The move of an ordered_json is sound. NOLINTNEXTLINE(bugprone-exception-escape)
struct Result {
  std::string nonce;
  Json worker;
  Json world;
  Clock clock;
  LaunchTimes launch;
  std::vector<Measurement> measurements;
  Json noise_by_node;  ///< see NodeWatch; null where nothing was measured
};

/// One JSON value and a newline. Bytes that are not UTF-8 are replaced.
std::string result_text(Result const& result);

}  // namespace assay
