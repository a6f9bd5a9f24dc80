// SPDX-License-Identifier: Apache-2.0
// `files:` and `stdin:` of a study -> the files on this machine that they are.
#pragma once

#include "model/study.hpp"

namespace assay {

/// The study's files with their paths, and with the texts of templates. Throws
/// ConfigError where one is missing, too large for a template, or has a placeholder
/// that nothing fills.
LaunchFiles locate_files(Study const& study);

}  // namespace assay
