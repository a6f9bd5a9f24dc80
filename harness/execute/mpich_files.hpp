// SPDX-License-Identifier: Apache-2.0
// What MPICH leaves behind where it is killed, in places that nothing can change.
#pragma once

#include <chrono>

namespace assay {

/// Removes the files that a launch of MPICH or its hydra, begun at `since`, left in
/// /dev/shm and /tmp: those of our user that are no older, under the names that they
/// give them. Where a hydra of our user runs still, or a process has one in its memory,
/// they may be another's: it then removes none.
void remove_files_of_mpich(std::chrono::system_clock::time_point since);

}  // namespace assay
