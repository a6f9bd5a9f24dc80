// SPDX-License-Identifier: Apache-2.0
// A node on which no launch runs any more.
#pragma once

namespace assay {

/// Why a node is left out.
struct LeftOut {
  int launches = 0;       ///< that it spoilt
  bool is_noisy = false;  ///< and did not fail the gate

  bool operator==(LeftOut const&) const = default;
};

}  // namespace assay
