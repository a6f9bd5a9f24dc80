// SPDX-License-Identifier: Apache-2.0
#include "text/placeholders.hpp"

#include <gmock/gmock.h>

namespace assay {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> names_in(std::string_view text) {
  std::vector<std::string> names;
  for (auto const& one : placeholders_in(text).value) names.push_back(one.name);
  return names;
}

TEST(Placeholders, AreFoundInOrder) {
  EXPECT_THAT(names_in("-n{ranks}x{threads}"), ElementsAre("ranks", "threads"));
  EXPECT_THAT(names_in("{{ranks}}"), ElementsAre());
  EXPECT_EQ(placeholders_in("-n{ranks}x{threads}").value[1].offset, 10U);
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

TEST(Placeholders, OfOtherNamesMayStandForThemselves) {
  std::map<std::string, std::string> const values{{"grid", "2,{grid}"}};
  EXPECT_EQ(fill_known("{0},{1}:{grid}", values), "{0},{1}:2,{grid}");
  EXPECT_EQ(fill_known("{{grid}}", values), "{2,{grid}}");
  EXPECT_EQ(fill_known("{grid", values), "{grid");
  EXPECT_EQ(fill_known("}{", values), "}{");
}

}  // namespace
}  // namespace assay
