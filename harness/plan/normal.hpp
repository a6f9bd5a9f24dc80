// SPDX-License-Identifier: Apache-2.0
// The normal distribution.
#pragma once

namespace assay {

/// The distance, in standard deviations, beyond which a normal variable is with this
/// chance, of at most one half, on one side.
double normal_distance(double tail);

}  // namespace assay
