// SPDX-License-Identifier: Apache-2.0
// A contestant's side of the rounds.
#pragma once

#include "subject.hpp"

namespace assay {

/// For each line of the input, a number of samples: sets the subject up for them unless
/// it is so already, runs it once, and answers with the seconds of this clock.
void serve(Subject const& subject, Clock clock);

}  // namespace assay
