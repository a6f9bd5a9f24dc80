// SPDX-License-Identifier: Apache-2.0
// What is wrong with the keys of a mapping.
#include "fields.hpp"

#include <fmt/format.h>

#include "config/yaml/yaml_syntax.hpp"
#include "suggest.hpp"
#include "text/utf8.hpp"

namespace assay {
namespace {

bool holds(std::vector<std::string> const& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// Length of the key that `{min:10}`, which is one key without a value, was meant to
/// have; 0 for other keys.
std::size_t glued_length(std::string_view key, std::vector<std::string> const& known) {
  std::size_t const colon = key.find(':');
  return colon != std::string_view::npos && holds(known, key.substr(0, colon)) ? colon
                                                                               : 0;
}

}  // namespace

void check_keys(YamlNode const& map, std::string const& path,
                std::vector<std::string> const& known, Problems& problems) {
  for (auto const& [key, at, value] : map.entries) {
    if (holds(known, key)) continue;
    if (std::size_t const length = glued_length(key, known); length > 0)
      problems.add({at.line, at.column + length + 1}, no_space_message);
    else
      problems.add(at, fmt::format("unknown key {}.{}", in_quotes(path + key),
                                   did_you_mean(key, known)));
  }
}

bool is_misspelt(YamlNode const& map, std::string_view key,
                 std::vector<std::string> const& known) {
  return std::any_of(map.entries.begin(), map.entries.end(), [&](Entry const& entry) {
    if (holds(known, entry.key)) return false;
    std::size_t const length = glued_length(entry.key, known);
    return length > 0 ? entry.key.substr(0, length) == key
                      : nearest(entry.key, known) == key;
  });
}

void report_missing(YamlNode const& map, std::string_view path, std::string_view key,
                    std::vector<std::string> const& known, Problems& problems) {
  if (is_misspelt(map, key, known)) return;
  problems.add(map.at, fmt::format("the key '{}{}' is missing. Add it", path, key));
}

Entry const* entry_of_field(YamlNode const& map, std::string_view key,
                            Presence presence, std::vector<std::string> const& known,
                            Problems& problems) {
  auto const* const entry = find_entry(map, key);
  if (entry == nullptr && presence == Presence::required)
    report_missing(map, "", key, known, problems);
  return entry;
}

}  // namespace assay
