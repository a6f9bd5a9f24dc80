// SPDX-License-Identifier: Apache-2.0
// Two studies that are measured in one run, to be compared.
#pragma once

#include <string>

#include "group_setting.hpp"

namespace assay {

/// A and B as one study: each is a study file or a study that was begun. It is called
/// `name`, or after both. Throws ConfigError, and UsageError for what cannot stand
/// beside each other.
RunSetting interleaved(std::string const& a, std::string const& b,
                       std::string const& name, std::string const& results);

}  // namespace assay
