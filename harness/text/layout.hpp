// SPDX-License-Identifier: Apache-2.0
// Text of a person's terminal: lines and tables that are no wider than it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace assay {

/// `text` in lines of at most `columns` characters, broken at blanks; those behind the
/// first begin with `indent` blanks, where that leaves room. `text` begins in column
/// `begin`, and a word that is longer than a line stays whole.
std::string wrapped(std::string_view text, std::size_t columns, std::size_t indent = 0,
                    std::size_t begin = 0);

/// A table whose columns are as wide as what stands in them.
class TextTable {
 public:
  enum class Side { left, right };
  struct Column {
    std::string heading;
    Side side = Side::right;
  };

  explicit TextTable(std::vector<Column> columns) : columns_(std::move(columns)) {}

  /// A row has as many cells as there are columns.
  void add(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }

  /// Its lines, without columns in which nothing stands, no longer
  /// than `columns` characters wherever words can be broken. Where they would be, those
  /// columns between the first and the last that are the same in each row are told
  /// above it instead, and the last column is wrapped.
  std::string text(std::size_t columns) const;

 private:
  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace assay
