// SPDX-License-Identifier: Apache-2.0
#include "text/placeholders.hpp"

#include <gmock/gmock.h>

namespace assay {
namespace {

using ::testing::ElementsAre;

TEST(Placeholders, AreFoundInOrder) {
  EXPECT_THAT(placeholders_in("-n{ranks}x{threads}").value,
              ElementsAre("ranks", "threads"));
  EXPECT_THAT(placeholders_in("{{ranks}}").value, ElementsAre());
}

TEST(Placeholders, NeedBothBracesAndAName) {
  for (auto const* word : {"{", "}", "a}b", "{ranks", "{}", "{{}"})
    EXPECT_FALSE(placeholders_in(word).ok()) << word;
}

TEST(Placeholders, AreReplacedOnce) {
  std::map<std::string, std::string> const values{{"a", "{b}"}, {"b", "2"}};
  EXPECT_EQ(fill("<{a}|{b}|{{a}}>", values), "<{b}|2|{a}>");
  EXPECT_THROW(fill("{c}", values), std::logic_error);
}

}  // namespace
}  // namespace assay
