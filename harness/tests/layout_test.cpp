// SPDX-License-Identifier: Apache-2.0
// Lines and tables that are as wide as a terminal.
#include "text/layout.hpp"

#include <gtest/gtest.h>

#include <string>

namespace assay {
namespace {

using Side = TextTable::Side;

TEST(Wrapped, BreaksAtBlanksAndIndentsWhatFollows) {
  std::string const text = "one two three four five six seven";
  EXPECT_EQ(wrapped(text, 80), text);
  EXPECT_EQ(wrapped(text, 24), "one two three four five\nsix seven");
  EXPECT_EQ(wrapped(text, 24, 2), "one two three four five\n  six seven");
  EXPECT_EQ(wrapped(text, 24, 4, 20), "one\n    two three four five\n    six seven");
}

TEST(Wrapped, CountsCharactersAndKeepsLongWordsWhole) {
  EXPECT_EQ(wrapped("ää öö üü", 5), "ää öö\nüü");
  EXPECT_EQ(wrapped("a /a/path/longer/than/the/line b", 10),
            "a\n/a/path/longer/than/the/line\nb");
}

TextTable table_of_two() {
  TextTable table({{"name", Side::left}, {"nodes"}, {"idle"}, {"why", Side::left}});
  table.add({"a", "1", "", "first of the reasons, told at length"});
  table.add({"bbbbbb", "1", "", ""});
  return table;
}

TEST(TextTable, IsAsWideAsWhatStandsInItWithoutEmptyColumns) {
  EXPECT_EQ(table_of_two().text(80),
            "  name    nodes  why\n"
            "  a           1  first of the reasons, told at length\n"
            "  bbbbbb      1\n");
}

TEST(TextTable, TellsWhatIsTheSameAboveItWhereItIsTooWide) {
  EXPECT_EQ(table_of_two().text(48),
            "  nodes: 1\n"
            "  name    why\n"
            "  a       first of the reasons, told at length\n"
            "  bbbbbb\n");
  EXPECT_EQ(table_of_two().text(34),
            "  nodes: 1\n"
            "  name    why\n"
            "  a       first of the reasons,\n"
            "          told at length\n"
            "  bbbbbb\n");
}

}  // namespace
}  // namespace assay
