// SPDX-License-Identifier: Apache-2.0
// A mapping with a fixed set of keys: one table of keys and readers, from which all
// follows.
#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "config/yaml/yaml_node.hpp"
#include "problems.hpp"

namespace assay {

enum class Presence { required, optional };

/// One key of a mapping and how it is read into a Target.
template <typename Target>
struct Field {
  std::string_view key;
  Presence presence;
  void (*read)(Entry const& entry, Target& target, Problems& problems);
};

/// Reports each key of `map` that is not in `known`. `path` (`limits.`) precedes it in
/// messages.
void check_keys(YamlNode const& map, std::string const& path,
                std::vector<std::string> const& known, Problems& problems);

/// Reports that `map` lacks a key, at its beginning; not where an unknown key is told
/// to be it.
void report_missing(YamlNode const& map, std::string_view path, std::string_view key,
                    std::vector<std::string> const& known, Problems& problems);

/// The entry of that key, or nullptr, which is reported where it must be there.
Entry const* entry_of_field(YamlNode const& map, std::string_view key,
                            Presence presence, std::vector<std::string> const& known,
                            Problems& problems);

/// Whether a key of `map` that is not in `known` was probably meant to be `key`.
bool is_misspelt(YamlNode const& map, std::string_view key,
                 std::vector<std::string> const& known);

template <typename Fields>
std::vector<std::string> keys_of(Fields const& fields) {
  std::vector<std::string> keys;
  keys.reserve(fields.size());
  for (auto const& field : fields) keys.emplace_back(field.key);
  return keys;
}

/// Reads those keys of `map` that are in the table, in the order of the table. `known`
/// are all keys that the mapping may have.
template <typename Fields, typename Target>
void read_fields(YamlNode const& map, Fields const& fields,
                 std::vector<std::string> const& known, Target& target,
                 Problems& problems) {
  for (auto const& field : fields) {
    auto const* const entry =
        entry_of_field(map, field.key, field.presence, known, problems);
    if (entry != nullptr) field.read(*entry, target, problems);
  }
}

}  // namespace assay
