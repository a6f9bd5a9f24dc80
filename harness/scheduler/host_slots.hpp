// SPDX-License-Identifier: Apache-2.0
// The hosts of a job and what it has on each, from the files that schedulers write.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "model/machine.hpp"

namespace assay {

struct HostSlots {
  std::string host;
  int slots = 0;
};

/// From lines "host slots ..." of Grid Engine's PE_HOSTFILE, of which a host may have
/// several. The order is kept: the script runs on the first. Nothing where a line is
/// malformed, or there is none. Pure.
std::optional<std::vector<HostSlots>> parse_hostfile(std::string const& text);

/// From lines that each name the host of one slot, as PBS and LSF write them. Pure.
std::optional<std::vector<HostSlots>> parse_host_lines(std::string const& text);

/// Tells the machine of its hosts: names, and of cores the least that one gives, a slot
/// for each; a slot may be a hardware thread, so no more than the host has. Pure.
void apply_hosts(Machine& machine, std::vector<HostSlots> const& hosts);

/// "n1,n2"
std::string names_of(std::vector<HostSlots> const& hosts);

/// All of a file; empty where it is not there.
std::string text_of_file(std::filesystem::path const& file);

}  // namespace assay
