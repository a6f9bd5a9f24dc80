// SPDX-License-Identifier: Apache-2.0
// What a sampling kernel is: a name, its parameters, and how to run a range of samples.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "common/estimate.hpp"
#include "common/memory.hpp"
#include "common/parameter.hpp"
#include "common/sample_range.hpp"

namespace assay {

class Peers;  // peers.hpp

/// What one rank is asked to compute.
struct Work {
  SampleRange range;
  std::uint64_t samples = 0;  ///< over all ranks
  std::uint64_t seed = 0;
  ParameterValues parameters;  ///< complete: defaults filled in
  Peers* peers = nullptr;      ///< the other ranks; outlives the repetitions
};

/// Exact counts in the order of Kernel::tallies; summed over ranks as unsigned
/// integers.
using Tally = std::vector<std::uint64_t>;

/// Computes the whole of a rank's work once and overwrites `mine`, which has one entry
/// for each of Kernel::tallies; ends only when all of it is done (device fence
/// included). Called once per repetition inside the timer, so it allocates nothing;
/// state lives in the closure.
using Repetition = std::function<void(Tally& mine)>;

struct Kernel {
  std::string name;
  std::string summary;
  std::string stresses;  ///< the part of the machine that limits it
  std::string check;     ///< what its answer is checked against
  double nominal_samples_per_second =
      0;  ///< of one core, order of magnitude; for `samples: auto`
  std::vector<Parameter> parameters;
  std::vector<MemoryTerm> memory;  ///< of one rank; the sum of the terms
  std::vector<std::string> tallies;
  Repetition (*prepare)(Work const& work) = nullptr;  ///< set-up, outside the timer
  /// From the tallies summed over all ranks; null, or without a value, where no closed
  /// form is known.
  std::optional<Estimate> (*estimate)(Tally const& total, std::uint64_t samples,
                                      ParameterValues const& parameters) = nullptr;
};

/// A static object of this type makes a kernel known; see registry.hpp.
struct RegisterKernel {
  explicit RegisterKernel(Kernel kernel);
};

}  // namespace assay
