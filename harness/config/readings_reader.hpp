// SPDX-License-Identifier: Apache-2.0
// `time:`, `curves:`, `check:`, `proof:` -> how the answer of a program is read.
#pragma once

#include "config/yaml/yaml_node.hpp"
#include "draft.hpp"

namespace assay {

/// The older word for one curve. `metrics:` is read before.
void read_time(Entry const& entry, Draft& draft);

/// `metrics:` is read before.
void read_curves(Entry const& entry, Draft& draft);

void read_check(Entry const& entry, Draft& draft);

/// `proof: witness | none`.
void read_proof(Entry const& entry, Draft& draft);

/// Gives every program of the study what has been read.
void share_readings(YamlNode const& root, Draft& draft);

std::vector<std::string> const& answer_check_keys();

}  // namespace assay
