// SPDX-License-Identifier: Apache-2.0
// Tables as programs write them.
#include "judge/csv.hpp"

#include <gmock/gmock.h>

namespace assay {
namespace {

using ::testing::ElementsAre;

TEST(Csv, HasAColumnForEachNameOfItsHead) {
  EXPECT_THAT(*csv_column("a,b\n1,2\n3,4\n", "b"), ElementsAre("2", "4"));
  EXPECT_THAT(*csv_column("# run 1\n\na;b\r\n1,5;2,5\r\n\r\n", "a"),
              ElementsAre("1,5"));
  EXPECT_THAT(*csv_column("a\tb\n1\t2", "b"), ElementsAre("2"));
  EXPECT_FALSE(csv_column("a,b\n1,2\n", "c"));
  EXPECT_FALSE(csv_column("", "a"));
  EXPECT_FALSE(csv_column("#", "a"));
}

TEST(Csv, MayBeginWithAByteOrderMark) {
  EXPECT_THAT(*csv_column("\xEF\xBB\xBF"
                          "a,b\n1,2\n",
                          "a"),
              ElementsAre("1"));
  EXPECT_THAT(*csv_column("\xEF\xBB\xBF# run 1\n\"a\",b\n1,2\n", "a"),
              ElementsAre("1"));
}

TEST(Csv, HasQuotedFields) {
  EXPECT_THAT(*csv_column("\"a, b\",c\n\"x \"\"1\"\", y\nz\",2\n", "c"),
              ElementsAre("2"));
  EXPECT_THAT(*csv_column("a,b\n\"x \"\"1\"\"\",2\n", "a"), ElementsAre("x \"1\""));
}

TEST(Csv, HasAnEmptyFieldWhereARowIsShort) {
  EXPECT_THAT(*csv_column("a,b\n1\n# no row\n2,3\n", "b"), ElementsAre("", "3"));
}

}  // namespace
}  // namespace assay
