// SPDX-License-Identifier: Apache-2.0
// Names that become directories, words of command lines and cells of tables.
#include "names.hpp"

#include <algorithm>

namespace assay {
namespace {

constexpr std::size_t name_at_most = 64;

bool is_word_character(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
         c == '_';
}

}  // namespace

bool is_name(std::string_view name) {
  if (name.empty() || name.size() > name_at_most) return false;
  if (name.front() == '.' || name.front() == '-') return false;
  return std::all_of(name.begin(), name.end(), [](char c) {
    return is_word_character(c) || c == '.' || c == '-';
  });
}

bool is_variable_name(std::string_view name) {
  return !name.empty() && !(name.front() >= '0' && name.front() <= '9') &&
         std::all_of(name.begin(), name.end(), is_word_character);
}

bool leads_below(std::filesystem::path const& path) {
  return path.is_relative() && path.has_filename() && path != "." &&
         std::none_of(path.begin(), path.end(),
                      [](auto const& part) { return part == ".."; });
}

}  // namespace assay
