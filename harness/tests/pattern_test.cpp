// SPDX-License-Identifier: Apache-2.0
// Regular expressions of users, against what programs of others print.
#include "text/pattern.hpp"

#include <gmock/gmock.h>

#include <chrono>

namespace assay {
namespace {

using ::testing::HasSubstr;

std::string refusal(std::string const& text) {
  try {
    Pattern const pattern(text);
    return "taken";
  } catch (PatternError const& error) {
    return error.what();
  }
}

TEST(Pattern, TakesTheGroupOfTheFirstMatch) {
  Pattern const pattern("(?:loop|step): (\\S+)");
  EXPECT_EQ(pattern.groups(), 1);
  EXPECT_EQ(pattern.find_in("a loop: 1.5 step: 2")->number, "1.5");
  EXPECT_FALSE(pattern.find_in("loop 1.5"));
  EXPECT_EQ(Pattern("^T(=[0-9]+)?$").find_in("T")->number, "");
}

TEST(Pattern, TakesTheUnitWhereverItStands) {
  for (auto const* text : {"(\\d+) (?P<unit>m?s)", "took (\\d+) (?P<unit>\\w+)"}) {
    Pattern const pattern(text);
    EXPECT_EQ(pattern.groups(), 1);
    EXPECT_EQ(pattern.find_in("took 12 ms")->number, "12");
    EXPECT_EQ(pattern.find_in("took 12 ms")->unit, "ms");
  }
  auto const before = Pattern("in (?P<unit>\\w+): (\\d+)").find_in("in us: 7");
  EXPECT_EQ(before->number, "7");
  EXPECT_EQ(before->unit, "us");
}

TEST(Pattern, OfAsciiFindsLinesThatAreNoUtf8) {
  EXPECT_EQ(Pattern("T.*: (\\S+)").find_in("T 20\xb0\x43: 1.5")->number, "1.5");
  EXPECT_EQ(Pattern("(\\d+) [\u00b5u]s").find_in("5 \u00b5s")->number, "5");
}

TEST(Pattern, ReturnsAtOnceWhateverItIsSearchedIn) {
  auto const begin = std::chrono::steady_clock::now();
  EXPECT_FALSE(Pattern("(a+)+$").is_in(std::string(60'000, 'a') + "b"));
  EXPECT_FALSE(Pattern("(?:a|a)*(?:a|a)*c").is_in(std::string(60'000, 'a')));
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(2));
}

TEST(Pattern, ThatIsTooLargeIsRefused) {
  EXPECT_THAT(refusal(std::string(10'000, '(')),
              HasSubstr("has 10000 characters, at most 1000 may stand here"));
  EXPECT_THAT(refusal(std::string(1000, '(')), HasSubstr("missing )"));
  EXPECT_THAT(refusal(std::string(499, '(') + "a" + std::string(499, ')')),
              HasSubstr("taken"));
  EXPECT_THAT(refusal("a{2000}"), HasSubstr("'{2000}' repeats more than 1000 times"));
  EXPECT_THAT(refusal("\u00b5(?:\\pL{30}){8}"),
              HasSubstr("too large once its repetitions are written out"));
}

TEST(Pattern, SaysHowToWriteWhatTheEngineDoesNotTake) {
  EXPECT_THAT(refusal("(\\S+) \\1"), HasSubstr("'\\1' is no escape; patterns here "
                                               "cannot refer back to a group"));
  for (auto const* around : {"(\\S+)(?= s)", "(?<=T )(\\S+)", "(?!x)(\\S+)"})
    EXPECT_THAT(refusal(around), HasSubstr("Write what stands beside the number"));
  EXPECT_THAT(refusal("[a"), HasSubstr("missing ]. Put a \\ before ( ) [ ]"));
}

}  // namespace
}  // namespace assay
