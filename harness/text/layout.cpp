// SPDX-License-Identifier: Apache-2.0
#include "layout.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "utf8.hpp"

namespace assay {
namespace {

using Cells = std::vector<std::string>;

constexpr std::size_t margin = 2;  ///< blanks before a table, and between its columns
constexpr std::size_t least_room = 20;  ///< for what is wrapped

/// Columns that are shown, by their number, with their widths.
struct Shown {
  std::vector<std::size_t> columns;
  std::vector<std::size_t> widths;

  std::size_t width_before_the_last() const {
    std::size_t width = margin * columns.size();
    for (auto const column : columns)
      if (column != columns.back()) width += widths[column];
    return width;
  }
  std::size_t width() const { return width_before_the_last() + widths[columns.back()]; }
};

/// But for columns in which nothing stands.
Shown all_of(std::vector<TextTable::Column> const& columns,
             std::vector<Cells> const& rows) {
  Shown shown;
  for (std::size_t column = 0; column < columns.size(); ++column) {
    std::size_t width = 0;
    for (auto const& cells : rows) width = std::max(width, utf8_count(cells[column]));
    if (width > 0 || rows.empty()) shown.columns.push_back(column);
    shown.widths.push_back(std::max(width, utf8_count(columns[column].heading)));
  }
  return shown;
}

bool is_same_in_all(std::vector<Cells> const& rows, std::size_t column) {
  return std::all_of(rows.begin(), rows.end(), [&](Cells const& cells) {
    return cells[column] == rows.front()[column];
  });
}

/// Takes what is the same in all rows out of the table, and names it.
std::string take_out_same(std::vector<TextTable::Column> const& columns,
                          std::vector<Cells> const& rows, Shown& shown) {
  std::string same;
  std::vector<std::size_t> kept;
  for (auto const column : shown.columns) {
    bool const is_inside =
        column != shown.columns.front() && column != shown.columns.back();
    if (is_inside && rows.size() > 1 && is_same_in_all(rows, column)) {
      same += fmt::format("{}{}: {}", same.empty() ? "" : ", ", columns[column].heading,
                          rows.front()[column]);
    } else {
      kept.push_back(column);
    }
  }
  shown.columns = std::move(kept);
  return same;
}

std::string line_of(std::vector<TextTable::Column> const& columns, Shown const& shown,
                    Cells const& cells, std::size_t width) {
  std::string line;
  for (auto const column : shown.columns) {
    auto const& cell = cells[column];
    line += std::string(margin, ' ');
    auto const blanks = std::string(shown.widths[column] - utf8_count(cell), ' ');
    if (columns[column].side == TextTable::Side::right) line += blanks;
    if (column != shown.columns.back()) {
      line += cell;
    } else {
      auto const begin = utf8_count(line);
      auto const has_room = begin + least_room <= width;
      line += wrapped(cell, width, has_room ? begin : 2 * margin, begin);
    }
    if (columns[column].side == TextTable::Side::left) line += blanks;
  }
  line.erase(line.find_last_not_of(' ') + 1);
  return line + "\n";
}

}  // namespace

std::string wrapped(std::string_view text, std::size_t columns, std::size_t indent,
                    std::size_t begin) {
  if (indent + least_room > columns) indent = 0;
  std::string lines;
  std::size_t at = begin;
  bool has_word = begin > indent;  // in this line, so that a break gives room
  while (!text.empty()) {
    auto const blanks = std::min(text.find_first_not_of(' '), text.size());
    auto const end = std::min(text.find(' ', blanks), text.size());
    auto const word = text.substr(blanks, end - blanks);
    if (has_word && at + blanks + utf8_count(word) > columns && !word.empty()) {
      lines += "\n" + std::string(indent, ' ');
      at = indent;
    } else {
      lines += std::string(blanks, ' ');
      at += blanks;
    }
    lines += word;
    at += utf8_count(word);
    has_word = true;
    text.remove_prefix(end);
  }
  return lines;
}

std::string TextTable::text(std::size_t columns) const {
  auto shown = all_of(columns_, rows_);
  std::string text;
  if (shown.width() > columns) {
    auto const same = take_out_same(columns_, rows_, shown);
    if (!same.empty())
      text =
          std::string(margin, ' ') + wrapped(same, columns, 2 * margin, margin) + "\n";
  }
  Cells headings;
  for (auto const& column : columns_) headings.push_back(column.heading);
  text += line_of(columns_, shown, headings, columns);
  for (auto const& cells : rows_) text += line_of(columns_, shown, cells, columns);
  return text;
}

}  // namespace assay
