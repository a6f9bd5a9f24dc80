// SPDX-License-Identifier: Apache-2.0
#include "queued_job.hpp"

#include <algorithm>
#include <array>

namespace assay {
namespace {

constexpr std::array final_states = {
    "COMPLETED", "FAILED",        "CANCELLED", "TIMEOUT",  "NODE_FAIL",
    "PREEMPTED", "OUT_OF_MEMORY", "BOOT_FAIL", "DEADLINE", "REVOKED"};

}  // namespace

bool QueuedJob::live() const {
  return std::find(final_states.begin(), final_states.end(), state) ==
         final_states.end();
}

bool is_job_id(std::string const& text) {
  return !text.empty() && std::all_of(text.begin(), text.end(),
                                      [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace assay
