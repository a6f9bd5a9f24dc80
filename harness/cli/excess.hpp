// SPDX-License-Identifier: Apache-2.0
// What of a study is more than its user may have of the scheduler.
#pragma once

#include <string>

#include "intent.hpp"

namespace assay {

/// Why the scheduler would refuse one of these jobs, with the cure; empty where they
/// are not too many. Pure.
std::string excess_of_jobs(Intent const& intent);

/// Why not all of these jobs would start, though they are accepted; empty where the
/// core-hours that are expected are not more than there may be in all. Pure.
std::string excess_of_use(Intent const& intent);

}  // namespace assay
