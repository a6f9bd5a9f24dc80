// SPDX-License-Identifier: Apache-2.0
// What reaches a terminal commands nothing there.
#include "text/say.hpp"

#include <gtest/gtest.h>

#include <string>

#include "text/utf8.hpp"

namespace assay {
namespace {

constexpr auto hostile =
    "a\033]0;title\007\033[2J\rb\x9b\xc2\x9b"
    "1mc\177\tä\n";
constexpr auto harmless = "a?]0;title??[2J?b??1mc?\tä\n";

TEST(WithoutControls, TextsStayAndCommandsDoNot) {
  EXPECT_EQ(without_controls(hostile), harmless);
  EXPECT_EQ(without_controls("\xed\xa0\x80\xff"), "????");
}

TEST(Say, WritesColoursAndLinesAnewAndNoOtherCommand) {
  testing::internal::CaptureStderr();
  say(std::string("\r\033[K\033[31mred\033[0m \033[33m") + hostile + "\033[1m\033");
  EXPECT_EQ(testing::internal::GetCapturedStderr(),
            std::string("\r\033[K\033[31mred\033[0m \033[33m") + harmless + "?[1m?");
}

TEST(Show, WritesNoCommand) {
  testing::internal::CaptureStdout();
  show("{}{}", "\033[31m", hostile);
  EXPECT_EQ(testing::internal::GetCapturedStdout(), std::string("?[31m") + harmless);
}

}  // namespace
}  // namespace assay
