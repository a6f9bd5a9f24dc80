// SPDX-License-Identifier: Apache-2.0
// Compares what journal_writer acknowledged with what its journal holds.
#pragma once

#include <gtest/gtest.h>

#include <set>
#include <sstream>
#include <string>

#include "records/journal.hpp"

namespace assay {

/// The numbers that all writers of one file printed.
class Acknowledged {
 public:
  void add(std::string const& output) {
    std::istringstream numbers(output.substr(0, output.rfind('\n') + 1));
    for (int n = 0; numbers >> n;) {
      EXPECT_TRUE(numbers_.insert(n).second) << n << " was acknowledged twice";
    }
  }

  /// The journal is 0, 1, 2, …, each once, none of ours missing, and no line bad.
  JournalContent expect_all_in(std::filesystem::path const& file) const {
    auto content = read_journal(file);
    EXPECT_TRUE(content.bad.empty()) << content.bad.front().why;
    int expected = 0;
    for (auto const& line : content.lines) EXPECT_EQ(line.at("n"), expected++);
    if (!numbers_.empty()) {
      EXPECT_LT(*numbers_.rbegin(), expected) << "an acknowledged record is lost";
    }
    return content;
  }

  std::size_t size() const { return numbers_.size(); }

 private:
  std::set<int> numbers_;
};

}  // namespace assay
