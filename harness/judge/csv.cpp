// SPDX-License-Identifier: Apache-2.0
// RFC 4180, with the separators that it does not know.
#include "csv.hpp"

#include <algorithm>

#include "text/blanks.hpp"
#include "text/lines.hpp"
#include "text/source_text.hpp"

namespace assay {
namespace {

using Row = std::vector<std::string>;

/// The one that the head has most of.
char separator_in(std::string_view head) {
  char best = ',';
  for (char const one : {';', '\t'})
    if (std::count(head.begin(), head.end(), one) >
        std::count(head.begin(), head.end(), best))
      best = one;
  return best;
}

/// Takes a row off the head of `text`; a quoted field may hold line ends.
Row take_row(std::string_view& text, char separator) {
  Row row(1);
  bool quoted = false;
  while (!text.empty()) {
    char const one = text.front();
    text.remove_prefix(1);
    if (one == '"') {
      if (quoted && text.starts_with('"')) {
        row.back() += '"';
        text.remove_prefix(1);
      } else {
        quoted = !quoted;
      }
    } else if (!quoted && one == '\n') {
      break;
    } else if (!quoted && one == separator) {
      row.emplace_back();
    } else {
      row.back() += one;
    }
  }
  for (auto& field : row) field = without_blanks(field);
  return row;
}

bool is_passed_over(Row const& row) {
  return row.front().starts_with('#') || (row.size() == 1 && row.front().empty());
}

}  // namespace

std::optional<std::vector<std::string>> csv_column(std::string_view text,
                                                   std::string const& name) {
  text = without_byte_order_mark(text);
  while (text.starts_with('#') || text.starts_with('\n'))
    text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
  char const separator = separator_in(first_line(text));
  auto const head = take_row(text, separator);
  auto const found = std::find(head.begin(), head.end(), name);
  if (found == head.end()) return std::nullopt;
  auto const column = static_cast<std::size_t>(found - head.begin());
  std::vector<std::string> fields;
  while (!text.empty()) {
    auto row = take_row(text, separator);
    if (is_passed_over(row)) continue;
    fields.push_back(column < row.size() ? std::move(row[column]) : std::string());
  }
  return fields;
}

}  // namespace assay
