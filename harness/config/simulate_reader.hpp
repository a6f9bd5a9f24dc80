// SPDX-License-Identifier: Apache-2.0
// The section `simulate:` of a study.
#pragma once

#include <string>
#include <vector>

#include "config/yaml/yaml_node.hpp"
#include "draft.hpp"

namespace assay {

/// Reads `simulate: {nodes: 64, law: {serial: 1e-5}, noise: {launch: 1%}, …}`.
void read_simulate(Entry const& entry, Draft& draft);

/// Once all keys are read: the section and `launcher: simulate` need each other, and
/// leave no room for what starts processes.
void check_simulate(YamlNode const& root, Draft& draft);

/// What `simulate.faults` may name: the verdicts that a launch can come to by itself.
std::vector<std::string> const& known_faults();

std::vector<std::string> simulate_keys();

}  // namespace assay
