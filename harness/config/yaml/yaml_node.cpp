// SPDX-License-Identifier: Apache-2.0
// A YAML document as plain values with their places.
#include "yaml_node.hpp"

#include <algorithm>

namespace assay {

Entry const* find_entry(YamlNode const& map, std::string_view key) {
  auto const found = std::find_if(map.entries.begin(), map.entries.end(),
                                  [&](Entry const& entry) { return entry.key == key; });
  return found == map.entries.end() ? nullptr : &*found;
}

std::vector<YamlNode> items_of(YamlNode const& node) {
  return node.kind == YamlNode::Kind::list ? node.items : std::vector{node};
}

}  // namespace assay
