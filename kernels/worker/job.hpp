// SPDX-License-Identifier: Apache-2.0
// The job file: what the harness asks of this launch (results/README.md).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "common/json.hpp"
#include "common/part.hpp"
#include "contract/kernel.hpp"

namespace assay {

struct MeasurementOrder {
  std::string kernel;
  std::uint64_t samples = 0;  ///< over all ranks
  std::size_t repetitions = 0;
  ParameterValues parameters;           ///< as given; defaults are not filled in
  std::size_t ceiling_repetitions = 0;  ///< of each ceiling of the kernel
};

struct Job {
  std::string nonce;
  int ranks = 0;
  int nodes = 0;
  int threads = 0;
  std::uint64_t seed = 0;
  std::optional<Part> part;  ///< none: all of the samples
  std::string result;        ///< absolute path of the file to write
  std::vector<MeasurementOrder> measurements;
};

/// Reads a job from its JSON text. Throws std::runtime_error with the place, as in
/// `measurements[0].samples: ...`, where a value is missing, of another type, or
/// outside its range. Keys that are not known are left alone.
Job parse_job(std::string const& text);

/// The same for the `parameters` of a measurement.
ParameterValues parse_parameters(Json const& value);

}  // namespace assay
