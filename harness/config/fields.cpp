// SPDX-License-Identifier: Apache-2.0
// What is wrong with the keys of a mapping.
#include "fields.hpp"

#include <fmt/format.h>

#include "suggest.hpp"
#include "utf8.hpp"

namespace assay {
namespace {

/// `{min:10}` is one key `min:10` without a value.
bool lacks_space(std::string_view key, std::vector<std::string> const& known) {
  std::size_t const colon = key.find(':');
  return colon != std::string_view::npos &&
         std::find(known.begin(), known.end(), key.substr(0, colon)) != known.end();
}

}  // namespace

void check_keys(Node const& map, std::string const& path,
                std::vector<std::string> const& known, Problems& problems) {
  for (auto const& [key, at, value] : map.entries) {
    if (std::find(known.begin(), known.end(), key) != known.end()) continue;
    if (lacks_space(key, known))
      problems.add(
          at, fmt::format("no space behind the colon of {} (YAML then sees one long "
                          "word). Write 'key: value'",
                          in_quotes(key)));
    else
      problems.add(at, fmt::format("unknown key {}.{}", in_quotes(path + key),
                                   did_you_mean(key, known)));
  }
}

void report_missing(Node const& map, std::string const& key, Problems& problems) {
  problems.add(map.at, fmt::format("the key '{}' is missing. Add it", key));
}

}  // namespace assay
