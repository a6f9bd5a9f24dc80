// SPDX-License-Identifier: Apache-2.0
#include "text/expression.hpp"

#include <gmock/gmock.h>

#include <map>

namespace assay {
namespace {

using ::testing::HasSubstr;

Parsed<DerivedNumber> known(std::string const& name) {
  static std::map<std::string, DerivedNumber> const values{
      {"ranks", std::int64_t{12}}, {"half", 0.5}, {"parameters.n", std::int64_t{512}}};
  auto const found = values.find(name);
  if (found == values.end()) return {{}, "uses " + name};
  return {found->second, ""};
}

/// The value as text, or the fault behind a `!`.
std::string calculated(std::string const& text) {
  auto const parsed = parse_expression(text);
  if (!parsed.ok()) return "!" + parsed.fault;
  auto const found = calculate(parsed.value, known);
  if (!found.ok()) return "!" + found.fault;
  if (auto const* whole = std::get_if<std::int64_t>(&found.value))
    return std::to_string(*whole);
  return std::to_string(std::get<double>(found.value));
}

TEST(Expression, FollowsTheUsualOrder) {
  EXPECT_EQ(calculated("1 + 2 * 3"), "7");
  EXPECT_EQ(calculated("(1+2)*3"), "9");
  EXPECT_EQ(calculated("10 - 3 - 2"), "5");
  EXPECT_EQ(calculated("2 * -3"), "-6");
  EXPECT_EQ(calculated("--2"), "2");
  EXPECT_EQ(calculated("100 / 10 / 5"), "2");
  EXPECT_EQ(calculated("1e3 + 2_000"), "3000");
}

TEST(Expression, KnowsNumbersByTheirNames) {
  EXPECT_EQ(calculated("parameters.n // ranks"), "42");
  EXPECT_EQ(calculated("ranks * half"), "6");
  EXPECT_EQ(calculated("nodes"), "!uses nodes");
}

TEST(Expression, StaysWholeWhereItCan) {
  EXPECT_EQ(calculated("9 / 3"), "3");
  EXPECT_EQ(calculated("1 / 4"), "0.250000");
  EXPECT_EQ(calculated("9007199254740993 + 0"), "9007199254740993");
  EXPECT_EQ(calculated("512 * sqrt(2)"), "724.077344");
  EXPECT_EQ(calculated("round(512 * sqrt(2))"), "724");
  EXPECT_EQ(calculated("round(-5/2)"), "-3") << "halves away from zero";
  EXPECT_EQ(calculated("sqrt(144) + cbrt(27) + cbrt(-8)"), "13");
  EXPECT_EQ(calculated("cbrt(1000000000000)"), "10000");
  EXPECT_EQ(calculated("half + half"), "1");
  EXPECT_EQ(calculated("1 - half - half"), "0");
  EXPECT_EQ(calculated("-half"), "-0.500000");
  EXPECT_EQ(calculated("3 / half"), "6");
  EXPECT_EQ(calculated("half / 2"), "0.250000");
  EXPECT_EQ(calculated("5 / -1"), "-5");
  EXPECT_EQ(calculated("round(7)"), "7");
}

TEST(Expression, RoundsQuotientsDown) {
  EXPECT_EQ(calculated("7 // 2"), "3");
  EXPECT_EQ(calculated("-7 // 2"), "-4");
  EXPECT_EQ(calculated("-7 % 2"), "1");
  EXPECT_EQ(calculated("7 % -2"), "-1");
  EXPECT_EQ(calculated("7 // -1"), "-7");
}

TEST(Expression, TakesTheSmallestAndTheLargest) {
  EXPECT_EQ(calculated("min(3, 1, 2)"), "1");
  EXPECT_EQ(calculated("max(ranks, 1/2)"), "12");
  EXPECT_EQ(calculated("max(half, ranks)"), "12");
  EXPECT_EQ(calculated("min(half, ranks)"), "0.500000");
}

TEST(Expression, FactorsAreCloseToEachOtherTheLargestFirst) {
  auto const three = [](int n) {
    std::string all;
    for (int i = 0; i < 3; ++i)
      all += (i > 0 ? "x" : "") + calculated("factor3(" + std::to_string(n) + ")[" +
                                             std::to_string(i) + "]");
    return all;
  };
  EXPECT_EQ(three(1), "1x1x1");
  EXPECT_EQ(three(2), "2x1x1");
  EXPECT_EQ(three(8), "2x2x2");
  EXPECT_EQ(three(12), "3x2x2");
  EXPECT_EQ(three(48), "4x4x3");
  EXPECT_EQ(three(97), "97x1x1");
  EXPECT_EQ(three(1000000), "100x100x100");
  EXPECT_EQ(calculated("factor2(ranks)[0]"), "4");
  EXPECT_EQ(calculated("factor2(ranks)[1]"), "3");
  EXPECT_EQ(calculated("factor3(999999937)[0]"), "999999937");
}

TEST(Expression, RefusesWhatHasNoValue) {
  EXPECT_EQ(calculated("1 / 0"), "!divides by zero");
  EXPECT_EQ(calculated("1 // 0"), "!divides by zero");
  EXPECT_EQ(calculated("1 % (ranks - 12)"), "!divides by zero");
  EXPECT_THAT(calculated("9223372036854775807 + 1"), HasSubstr("exceeds 2^63-1"));
  EXPECT_THAT(calculated("9223372036854775807 * 2"), HasSubstr("exceeds 2^63-1"));
  EXPECT_THAT(calculated("(-9223372036854775807 - 1) // -1"), HasSubstr("exceeds"));
  EXPECT_THAT(calculated("half // 2"), HasSubstr("takes whole numbers"));
  EXPECT_THAT(calculated("factor2(half)[0]"), HasSubstr("takes whole numbers"));
  EXPECT_THAT(calculated("factor3(0)[0]"), HasSubstr("from 1 to 1e9"));
  EXPECT_THAT(calculated("factor3(1000000001)[0]"), HasSubstr("from 1 to 1e9"));
  EXPECT_THAT(calculated("sqrt(-1)"), HasSubstr("negative"));
  EXPECT_THAT(calculated("round(1e19 / 2)"), HasSubstr("2^63-1"));
  EXPECT_THAT(calculated("-9223372036854775807 - 2"), HasSubstr("exceeds 2^63-1"));
  EXPECT_EQ(calculated("round(half * 9223372036854775807)"),
            "!is too large to be rounded");
  std::string product = "half";
  for (int i = 0; i < 20; ++i) product += " * 9223372036854775807";
  EXPECT_EQ(calculated(product), "!is too large for a number");
}

struct Wrong {
  char const* text;
  std::size_t offset;
  char const* fault;
};

TEST(Expression, SaysWhereItIsWrong) {
  for (auto const& [text, offset, fault] : {
           Wrong{"", 0, "it ends where a number, a name or ( is expected"},
           Wrong{"1 +", 3, "it ends where"},
           Wrong{"1 + * 2", 4, "'*' stands where a number"},
           Wrong{"(1 + 2", 6, "it ends where ) is expected"},
           Wrong{"1 2", 2, "'2' stands where an operator"},
           Wrong{"2 ** 3", 3, "'*' stands where a number"},
           Wrong{"1.5 * 2", 0, "'1.5' is not a whole number"},
           Wrong{"2 * 010", 4, "'010'"},
           Wrong{"9223372036854775808", 0, "above 2^63-1"},
           Wrong{"sqrt 2", 5, "'2' stands where ( is expected"},
           Wrong{"1 + min(2)", 4, "two numbers or more"},
           Wrong{"sqrt(1, 2)", 6, "',' stands where ) is expected"},
           Wrong{"2 * factor3(8)", 4, "factor3(...)[0] to factor3(...)[2]"},
           Wrong{"factor2(8)[2]", 0, "factor2(...)[0] to factor2(...)[1]"},
           Wrong{"ranks; 1", 5, "';' stands where an operator"},
       }) {
    auto const parsed = parse_expression(text);
    EXPECT_EQ(parsed.offset, offset) << text;
    EXPECT_THAT(parsed.fault, HasSubstr(fault)) << text;
  }
}

TEST(Expression, IsOfBoundedLengthAndDepth) {
  EXPECT_TRUE(parse_expression(std::string(40, '(') + "1" + std::string(40, ')')).ok());
  EXPECT_THAT(parse_expression(std::string(60, '(') + "1" + std::string(60, ')')).fault,
              HasSubstr("nested deeper than 50"));
  EXPECT_THAT(parse_expression(std::string(900, '-') + "1").fault, HasSubstr("signs"));
  EXPECT_THAT(parse_expression(std::string(1000, ' ') + "1").fault,
              HasSubstr("longer than 1000"));
}

}  // namespace
}  // namespace assay
