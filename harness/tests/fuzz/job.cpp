// SPDX-License-Identifier: Apache-2.0
// The job file that a worker reads.
#include <stdexcept>
#include <worker/job.hpp>

#include "targets.hpp"

namespace assay::fuzz {

void job(std::string_view text) try {
  parse_job(std::string(text));
} catch (std::runtime_error const&) {
}

}  // namespace assay::fuzz
