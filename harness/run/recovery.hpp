// SPDX-License-Identifier: Apache-2.0
// What an earlier run left behind when it was killed.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "common/json.hpp"
#include "records/history.hpp"

namespace assay {

/// Looks at the directories of attempts. One without a record was cut off: its
/// processes are ended, its scratch removed, and an `interrupted` record returned for
/// it. Directories of good attempts are removed, those of failed ones kept.
std::vector<Json> recover_attempts(std::filesystem::path const& attempts,
                                   History const& history, std::string const& manifest);

/// Keeps the last output of a failed attempt beside its job, as output.log.
void keep_output(std::filesystem::path const& directory,
                 std::string const& output_tail);

}  // namespace assay
