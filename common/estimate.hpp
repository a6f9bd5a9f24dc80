// SPDX-License-Identifier: Apache-2.0
// What a kernel's tallies estimate.
#pragma once

namespace assay {

/// The quantity that the tallies estimate, against its exact value. A standard error of
/// 0 means that both must be equal.
struct Estimate {
  double value = 0;
  double reference = 0;
  double standard_error = 0;
};

}  // namespace assay
