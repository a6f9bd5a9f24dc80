// SPDX-License-Identifier: Apache-2.0
// Faults on purpose, by which the harness is tested. Nothing of them is in a worker
// that was built without ASSAY_FAULTS.
#pragma once

#include <optional>
#include <string>

#include "contract/kernel.hpp"

namespace assay::faults {

#if ASSAY_FAULTS

/// The environment variable ASSAY_FAULT is `<kind>` or `<kind>:<rank>`; without a rank,
/// every rank has the fault. The kinds are the words in faults.cpp.
void before_barrier(int rank);
int threads(int asked, int rank);
Repetition repetition(Repetition sound, int rank);
Estimate estimate(Estimate sound);
std::optional<std::string> result(std::string text, std::string const& nonce);

#else

inline void before_barrier(int) {}
inline int threads(int asked, int) { return asked; }
inline Repetition repetition(Repetition sound, int) { return sound; }
inline Estimate estimate(Estimate sound) { return sound; }
inline std::optional<std::string> result(std::string text, std::string const&) {
  return text;
}

#endif

}  // namespace assay::faults
