// SPDX-License-Identifier: Apache-2.0
// What the kernels shall reach, as ratios of rates within one run.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace assay {

/// One contestant of a goal, in a process of its own.
struct Contestant {
  std::string subject;  ///< see subject.hpp
  int threads = 1;
  std::string instruction_set;  ///< as $ASSAY_INSTRUCTION_SET; empty: the best there is
};

/// What is below the line: contestants that are named, or the one ceiling that binds
/// the kernel here, which is the slowest of those that `below` names.
enum class Below { named, ceilings };

/// The product of the rates of `above`, over that of the rates of `below`, shall be at
/// least `target`. With nothing below, that is a rate in samples/s.
struct Goal {
  std::string what;
  std::vector<Contestant> above, below;
  double target = 0;
  std::uint64_t samples = 0;  ///< of each run; 0: as many as fill its time
  Below kind = Below::named;
};

/// All goals, in the order of the table.
std::vector<Goal> goals();

}  // namespace assay
