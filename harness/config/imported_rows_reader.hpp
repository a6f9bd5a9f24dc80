// SPDX-License-Identifier: Apache-2.0
// `base: {import: FILE, ...}`, `beside:` -> rows that others measured.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "config/yaml/yaml_node.hpp"
#include "draft.hpp"

namespace assay {

/// What imported rows are for: the base of all curves, or curves of their own.
enum class Role { base, beside };

/// Reads a mapping with `import`; no file is opened. `path` is its key.
std::optional<ImportedRows> read_imported_rows(YamlNode const& map,
                                               std::string const& path, Role role,
                                               Draft& draft);

/// Reads `beside:`, one such mapping or a list of them.
void read_beside(Entry const& entry, Draft& draft);

/// The keys that such a mapping may have.
std::vector<std::string> imported_rows_keys(Role role);

}  // namespace assay
