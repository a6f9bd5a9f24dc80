// SPDX-License-Identifier: Apache-2.0
// Hosts that are reached through ssh.
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "common/place.hpp"
#include "model/machine.hpp"

namespace assay {

/// A host as the study names it, and what our own process found there.
using HostPlace = std::pair<std::string, Place>;

/// The machine that these hosts are together: of each as much as all have. Throws
/// EnvironmentError where two names are of one host. Pure.
Machine machine_of_hosts(Machine here, std::vector<HostPlace> const& places);

/// Asks all hosts at the same time, by assay-look, which has to be there under the same
/// path as here. Throws EnvironmentError with every host that does not answer, and the
/// cure.
Machine observe_hosts(Machine const& here, std::vector<std::string> const& hosts);

/// Throws EnvironmentError where a host does not see `directory`: launches there read
/// and write in it.
void expect_shared(std::filesystem::path const& directory,
                   std::vector<std::string> const& hosts);

}  // namespace assay
