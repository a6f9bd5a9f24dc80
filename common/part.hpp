// SPDX-License-Identifier: Apache-2.0
// One of several launches that share the samples of a measurement.
#pragma once

namespace assay {

/// The launches know nothing of each other; their tallies are added up afterwards.
struct Part {
  int index = 0;  ///< 0 ... of - 1
  int of = 1;
};

}  // namespace assay
