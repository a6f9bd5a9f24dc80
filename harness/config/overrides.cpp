// SPDX-License-Identifier: Apache-2.0
// `-D KEY=VALUE` of the command line -> the tree of the study file.
#include "overrides.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "config/yaml/text_guard.hpp"
#include "config/yaml/yaml_document.hpp"
#include "text/utf8.hpp"

namespace assay {
namespace {

constexpr auto example = "Write for example: -D ranks=[1,2] or -D launches.min=6";

/// Where a tree of its own stands in the override.
struct Shift {
  std::size_t columns = 0, source = 0;

  Position operator()(Position at) const { return {1, at.column + columns, source}; }
};

void move(YamlNode& node, Shift const& shift) {
  node.at = shift(node.at);
  for (auto& item : node.items) move(item, shift);
  for (auto& entry : node.entries) {
    entry.at = shift(entry.at);
    move(entry.value, shift);
  }
}

/// Hands over what is wrong with a part of an override; whether something is.
bool report(Problems const& own, Shift const& shift, Problems& problems) {
  for (auto const& problem : own.all())
    problems.add(shift(problem.at), problem.message);
  return !own.none();
}

/// The tree of the value; faulty, and reported, where it is no YAML on one line.
YamlNode read_value(std::string const& text, Shift const& shift, Problems& problems) {
  Problems own("");
  if (text.find('\n') != text.npos) own.add({1, 1}, "a value has one line");
  if (own.none()) check_text(text, own);
  YamlNode node;
  node.kind = YamlNode::Kind::faulty;
  if (own.none()) node = read_yaml(text, own);
  if (report(own, shift, problems)) node.kind = YamlNode::Kind::faulty;
  move(node, shift);
  return node;
}

/// The entry of that key, made where there is none.
Entry& entry_of(YamlNode& map, std::string const& key, Position at) {
  auto const found = std::find_if(map.entries.begin(), map.entries.end(),
                                  [&](Entry const& entry) { return entry.key == key; });
  if (found != map.entries.end()) return *found;
  map.entries.push_back({key, at, {}});
  return map.entries.back();
}

/// The mapping below `key`, made where there is none; nullptr and a report where
/// something else stands there.
YamlNode* map_below(YamlNode& map, std::string const& key, Position at,
                    Problems& problems) {
  auto& entry = entry_of(map, key, at);
  auto& value = entry.value;
  if (value.kind == YamlNode::Kind::null) {
    value.kind = YamlNode::Kind::map;
    value.at = at;
  }
  if (value.kind == YamlNode::Kind::map) return &value;
  problems.add(at, fmt::format("{} is no mapping in the study. Give all of it, as "
                               "{}={{...}}",
                               in_quotes(key), key));
  return nullptr;
}

void apply(YamlNode& root, std::string const& text, std::size_t source,
           Problems& problems) {
  auto const equals = text.find('=');
  Position const begin{1, 1, source};
  if (equals == text.npos || equals == 0)
    return problems.add(begin, fmt::format("no KEY=VALUE. {}", example));
  std::string path = text.substr(0, equals);
  Problems of_path("");
  check_text(path, of_path);
  if (report(of_path, {0, source}, problems)) return;
  auto value = read_value(text.substr(equals + 1), {equals + 1, source}, problems);
  YamlNode* map = &root;
  for (auto dot = path.find('.'); dot != path.npos; dot = path.find('.')) {
    map = map_below(*map, path.substr(0, dot), begin, problems);
    if (map == nullptr) return;
    path.erase(0, dot + 1);
  }
  auto& entry = entry_of(*map, path, begin);
  entry.at = begin;
  entry.value = std::move(value);
}

}  // namespace

void apply_overrides(YamlNode& root, std::vector<std::string> const& overrides,
                     Problems& problems) {
  for (std::size_t i = 0; i < overrides.size(); ++i)
    apply(root, overrides[i], i + 1, problems);
}

}  // namespace assay
