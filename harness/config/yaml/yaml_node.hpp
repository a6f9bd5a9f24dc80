// SPDX-License-Identifier: Apache-2.0
// A YAML document as plain values with their places; no alias, no tag, no type guessed.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "text/diagnostic.hpp"

namespace assay {

struct Entry;

struct YamlNode {
  enum class Kind {
    null,    ///< nothing written, or `~`, `null`
    scalar,  ///< text
    list,    ///< items
    map,     ///< entries, each key once
    faulty,  ///< already reported: readers pass over it
  };
  Kind kind = Kind::null;
  Position at;
  std::string text;
  bool quoted = false;
  std::vector<YamlNode> items;
  std::vector<Entry> entries;
};

struct Entry {
  std::string key;
  Position at;
  YamlNode value;
};

/// The entry of that key, or nullptr.
Entry const* find_entry(YamlNode const& map, std::string_view key);

/// Those of a list, or the one value that stands in its place.
std::vector<YamlNode> items_of(YamlNode const& node);

}  // namespace assay
