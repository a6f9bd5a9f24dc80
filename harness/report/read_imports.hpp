// SPDX-License-Identifier: Apache-2.0
// Rows of others' files, as the analysis reads them.
#pragma once

#include <string>
#include <vector>

#include "model/study.hpp"

namespace assay {

/// Reads the files that stand beside what `study` measures; throws ConfigError with
/// each mistake in them, by its line and column there, at the key that names the file.
void read_imports(Study& study);

/// What was taken for what in the files, a line each.
std::vector<std::string> facts_of(ImportedRows const& rows);

}  // namespace assay
