// SPDX-License-Identifier: Apache-2.0
// `env:` -> axes of environment variables.
#pragma once

#include "axis_reader.hpp"

namespace assay {

/// Reads `env:`. Values are texts exactly as written; names that would change the
/// geometry, the launcher's own or which code runs are refused.
void read_env(Entry const& entry, Draft& draft);

/// How to read one value of the environment variable `name`.
ReadValue env_reader(std::string const& name);

}  // namespace assay
