// SPDX-License-Identifier: Apache-2.0
// What a sampling kernel is: a name, its parameters, and how to run a range of samples.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "sample_range.hpp"

namespace assay {

class Peers;  // peers.hpp

using ParameterValue = std::variant<std::int64_t, double, std::string>;
using ParameterValues = std::map<std::string, ParameterValue>;

/// One key of `parameters:`. The type is that of `default_value`; numbers are bounded
/// by [minimum, maximum], texts by `choices`.
struct Parameter {
  std::string name;
  std::string summary;
  std::string unit;
  ParameterValue default_value;
  double minimum = 0;
  double maximum = 0;
  std::vector<std::string> choices;
};

/// What one rank is asked to compute.
struct Work {
  SampleRange range;
  std::uint64_t samples = 0;  ///< over all ranks
  std::uint64_t seed = 0;
  ParameterValues parameters;  ///< complete: defaults filled in
  Peers* peers = nullptr;      ///< the other ranks; outlives the repetitions
};

/// A part of what one rank allocates: `bytes` times the product of what `times` names,
/// divided by that of `over`. A name is an integer parameter, or `samples`: the rank's
/// share of them.
struct MemoryTerm {
  std::uint64_t bytes = 0;
  std::vector<std::string> times;
  std::vector<std::string> over;
};

/// Exact counts in the order of Kernel::tallies; summed over ranks as unsigned
/// integers.
using Tally = std::vector<std::uint64_t>;

/// Computes the whole of a rank's work once and overwrites `mine`, which has one entry
/// for each of Kernel::tallies; ends only when all of it is done (device fence
/// included). Called once per repetition inside the timer, so it allocates nothing;
/// state lives in the closure.
using Repetition = std::function<void(Tally& mine)>;

/// The quantity that the tallies estimate, against its exact value. A standard error of
/// 0 means that both must be equal.
struct Estimate {
  double value = 0;
  double reference = 0;
  double standard_error = 0;
};

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
