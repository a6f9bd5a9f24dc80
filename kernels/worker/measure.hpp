// SPDX-License-Identifier: Apache-2.0
// One measurement: from its order to its raw times and tallies.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "common/json.hpp"
#include "contract/kernel.hpp"
#include "job.hpp"
#include "timing.hpp"

namespace assay {

struct Measurement {
  std::string kernel;
  std::uint64_t samples = 0;  ///< of all parts
  std::optional<Part> part;
  std::uint64_t seed = 0;
  ParameterValues parameters;  ///< complete
  std::vector<std::uint64_t> samples_by_rank;
  std::vector<std::string> tally_names;
  std::vector<Tally> totals;  ///< one a repetition; all equal, or the machine errs
  std::optional<Estimate> estimate;
  std::vector<std::vector<RepetitionTimes>> times;  ///< by repetition, then by rank
  /// Of a device: its own time for each repetition, the longest over the ranks, and by
  /// rank what was read from it before and after all repetitions.
  std::vector<double> kernel_event_s;
  Json devices;
  /// Rate of the lowest ceiling on the same ranks and threads; none where none was
  /// asked for, or the kernel has none.
  std::optional<double> ceiling_samples_per_s;
};

/// Prepares, times and gathers. What other ranks measured is there on rank 0 only.
/// Throws std::runtime_error where the order is wrong, or the kernel is one whose ranks
/// talk to each other and `part` is not all. A part has no estimate. Collective.
Measurement measure(MeasurementOrder const& order, std::uint64_t seed,
                    std::optional<Part> part = std::nullopt);

}  // namespace assay
