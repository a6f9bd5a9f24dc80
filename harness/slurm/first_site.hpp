// SPDX-License-Identifier: Apache-2.0
// A first site file, after what Slurm says.
#pragma once

#include <string>

#include "os/process.hpp"

namespace assay {

/// The text of a site file, from lines of sinfo and of sacctmgr in the formats that
/// ask_for_site() asks for; the latter may be empty. What is not the only choice stands
/// in comments. Pure.
std::string first_site(std::string const& partitions, std::string const& accounts);

/// Asks sinfo and sacctmgr once each. Throws EnvironmentError where sinfo does not
/// answer.
std::string ask_for_site(Environment const& environment);

}  // namespace assay
