// SPDX-License-Identifier: Apache-2.0
// Numbers as programs print them.
#include "judge/printed_number.hpp"

#include <gmock/gmock.h>

namespace assay {
namespace {

using ::testing::HasSubstr;

std::string fault(std::string const& text, std::optional<char> decimal = {}) {
  auto const read = read_printed(text, decimal);
  auto const* why = std::get_if<std::string>(&read);
  return why == nullptr ? "" : *why;
}

void expect(std::string const& text, double value, double step,
            std::optional<char> decimal = {}) {
  ASSERT_EQ(fault(text, decimal), "") << text;
  auto const printed = std::get<PrintedNumber>(read_printed(text, decimal));
  EXPECT_DOUBLE_EQ(printed.number.value, value) << text;
  EXPECT_DOUBLE_EQ(printed.number.step.value_or(0), step) << text;
  EXPECT_EQ(printed.is_clock, text.find_first_of(":ms") != text.npos) << text;
}

TEST(PrintedNumber, IsOfC) {
  expect("12", 12, 1);
  expect(" -1.50e3\t", -1500, 10);
  expect("+.25E-02", 0.0025, 1e-4);
  expect("0x1D", 29, 0);
}

TEST(PrintedNumber, IsOfFortran) {
  expect("1.5D+03", 1500, 100);
  expect("-0.25d-1", -0.025, 1e-3);
  EXPECT_EQ(fault("D+03"), "'D+03' is no number");
  EXPECT_EQ(fault("1.5D"), "'1.5D' is no number");
}

TEST(PrintedNumber, IsATimeOfAClock) {
  expect("00:01:02.5", 62.5, 0.1);
  expect("1:02", 62, 1);
  expect("100:00:00", 360'000, 1);
  expect("1:02,50", 62.5, 0.01, ',');
  for (auto const* wrong : {"1:2", "1:60", "1.5:00", "1:00:00:00", ":30", "1:", "a:00"})
    EXPECT_EQ(fault(wrong), "'" + std::string(wrong) + "' is no number");
}

// As Quantum ESPRESSO, the shell's `time` and Go print them.
TEST(PrintedNumber, IsATimeInParts) {
  expect("5.32s", 5.32, 0.01);
  expect("1m 5.32s", 65.32, 0.01);
  expect("1m2,5s", 62.5, 0.1, ',');
  expect(" 1h 2m ", 3720, 60);
  expect("2d3h4m5s", 183'845, 1);
  for (auto const* wrong : {"5s 1m", "1m 1m", "1.5m 2s", "m", "1h s", "1m 2", "1x",
                            "-1m", "1m -2s", "1m 2e1s", "5 s", "12ms"})
    EXPECT_EQ(fault(wrong), "'" + std::string(wrong) + "' is no number");
}

TEST(PrintedNumber, HasThousands) {
  expect("1,234,567.8", 1234567.8, 0.1);
  expect("-12,345,678", -12345678, 1);
  expect("1,234", 1234, 1, '.');
  expect("1.234.567,8", 1234567.8, 0.1, ',');
  for (auto const* wrong : {"1,23,456.7", "1234,567.8", "1,234,56", ",123,456", "1,,2"})
    EXPECT_THAT(fault(wrong), HasSubstr("is no number"));
}

TEST(PrintedNumber, HasADecimalCommaWhereTheStudySaysSo) {
  expect("1,25", 1.25, 0.01, ',');
  expect("1,5D+3", 1500, 100, ',');
  EXPECT_EQ(fault("1,25"),
            "'1,25' is no number. Write \"decimal: ','\" where that is "
            "its decimal comma");
  EXPECT_EQ(fault("1.25", ','), "'1.25' is no number");
}

TEST(PrintedNumber, ThatMayBeTwoIsRefused) {
  EXPECT_EQ(fault("1,234"),
            "'1,234' is 1234 or 1.234. Write \"decimal: '.'\" or \"decimal: ','\"");
}

TEST(PrintedNumber, IsNothingElse) {
  for (auto const* wrong :
       {"", " ", ".", "fast", "nan", "inf", "1.5 s", "1.2.3", "1 2"})
    EXPECT_THAT(fault(wrong), HasSubstr("is no number")) << wrong;
}

struct Line {
  std::string before, number, after;
};

TEST(CutOut, IsWhatStandsBesideMoreOfTheNumber) {
  for (auto const& [before, number, after] :
       std::vector<Line>{{"T ", "1", ",25"},
                         {"T ", "1.2", "5"},
                         {"T 1.2", "5", ""},
                         {"T ", "1", ".25"},
                         {"T .", "25", ""},
                         {"T -", "1.25", ""},
                         {"T=-", "1", ""},
                         {"T ", "1.5", "D+03"},
                         {"T ", "1", "e5"},
                         {"T 1e", "5", ""},
                         {"T 1.e+", "05", ""},
                         {"T 00:01:", "02.5", ""},
                         {"T ", "00", ":01:02"},
                         {"T ", "0.12", "-100"},
                         {"T ", "1", "'890.2"},
                         {"T ", "1", "_890"},
                         {"T ", "1", "\u00a0890,2"}})
    EXPECT_THAT(cut_out_of(before, number, after, std::nullopt),
                HasSubstr("'" + number + "' is a part of the number in '" + before +
                          number + after + "'"));
}

TEST(CutOut, KnowsThousandsPartedByABlankWhereTheDecimalIsAComma) {
  EXPECT_NE(cut_out_of("T ", "1", " 890,2 GFLOP/s", ','), "");
  EXPECT_EQ(cut_out_of("T ", "1", " 890.2", std::nullopt), "") << "the next column";
  EXPECT_EQ(cut_out_of("T ", "1", " 8900", ','), "");
}

TEST(CutOut, IsNothingThatStandsByItself) {
  for (auto const& [before, number, after] :
       std::vector<Line>{{"T ", "1.25", " s"},
                         {"T=", "1.25", "."},
                         {"T........", "1.25", ","},
                         {"step-", "5", ""},
                         {"1-", "5", ""},
                         {"v.", "5", ""},
                         {"rank 0:", "5.2", ""},
                         {"T ", "5", "e"},
                         {"(", "5", "-10)"},
                         {"1", " 5 ", "6"},
                         {"T ", "5", ": 3"},
                         {"", "5", "energy"}})
    EXPECT_EQ(cut_out_of(before, number, after, std::nullopt), "")
        << before << number << after;
}

}  // namespace
}  // namespace assay
