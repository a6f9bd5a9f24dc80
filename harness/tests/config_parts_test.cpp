// SPDX-License-Identifier: Apache-2.0
// The small parts that reading a study is made of.
#include <gmock/gmock.h>

#include <cmath>
#include <ctime>
#include <filesystem>
#include <fstream>

#include "config/comparison.hpp"
#include "config/quantity.hpp"
#include "config/suggest.hpp"
#include "config_fixture.hpp"
#include "model/catalogue.hpp"
#include "text/diagnostic.hpp"
#include "text/integer.hpp"
#include "text/utf8.hpp"

namespace assay {
namespace {

using ::testing::HasSubstr;

TEST(Integer, ReadsEachForm) {
  EXPECT_EQ(parse_integer("0").value, 0U);
  EXPECT_EQ(parse_integer("20000000000").value, 20'000'000'000U);
  EXPECT_EQ(parse_integer("2_000_000").value, 2'000'000U);
  EXPECT_EQ(parse_integer("2e10").value, 20'000'000'000U);
  EXPECT_EQ(parse_integer("1.5E9").value, 1'500'000'000U);
  EXPECT_EQ(parse_integer("0.5e1").value, 5U);
  EXPECT_EQ(parse_integer("1.50e1").value, 15U);
  EXPECT_EQ(parse_integer("1e00006").value, 1'000'000U);
}

TEST(Integer, IsExactUpToTheLargest) {
  EXPECT_EQ(parse_integer("18446744073709551615").value, UINT64_MAX);
  EXPECT_EQ(parse_integer("18_446_744_073_709_551_615").value, UINT64_MAX);
  EXPECT_EQ(parse_integer("1.8446744073709551615e19").value, UINT64_MAX);
  EXPECT_EQ(parse_integer("9007199254740993").value, 9'007'199'254'740'993U);
  for (auto const* text :
       {"18446744073709551616", "1.8446744073709551616e19", "1e20", "2e19",
        "18_446_744_073_709_551_616", "1e99999999999999999999"})
    EXPECT_THAT(parse_integer(text).fault, HasSubstr("above 2^64-1")) << text;
}

TEST(Integer, RefusesEverythingElse) {
  for (auto const* text :
       {"",     " ",    "4 ",     " 4",      "-1",    "+1",     "010",
        "00",   "0x10", "0b1",    "1.5",     "1.0",   "1.",     ".5",
        "1e",   "e5",   "1e+5",   "1e-5",    "1e6.5", "1.25e1", "1_00",
        "_100", "100_", "1__000", "1_000e3", "0_100", "1,000",  "1 000",
        "inf",  ".inf", "nan",    "true",    "yes",   "1e1e1",  "1.2.3e5"})
    EXPECT_FALSE(parse_integer(text).ok()) << "'" << text << "'";
}

TEST(Seed, MayBeHexadecimal) {
  EXPECT_EQ(parse_seed("0x548c9decbce65297").value, 0x548c9decbce65297U);
  EXPECT_EQ(parse_seed("0xFFFFFFFFFFFFFFFF").value, UINT64_MAX);
  EXPECT_EQ(parse_seed("0x0000000000000000f").value, 15U);
  EXPECT_EQ(parse_seed("7").value, 7U);
  for (auto const* text :
       {"0x", "0x10000000000000000", "0xg", "0x-1", "0X1", "x1", "-1"})
    EXPECT_FALSE(parse_seed(text).ok()) << text;
}

TEST(Quantity, ReadsReals) {
  EXPECT_EQ(parse_real("2.5").value, 2.5);
  EXPECT_EQ(parse_real("-1e-3").value, -1e-3);
  EXPECT_EQ(parse_real("1E+2").value, 100);
  for (auto const* text : {"", "-", "+1", "1.", ".5", "01", "0x1p3", "nan", "inf",
                           ".nan", "1e999", "1e", "1,5", "1_000", "1 "})
    EXPECT_FALSE(parse_real(text).ok()) << text;
}

TEST(Quantity, ReadsDurations) {
  EXPECT_EQ(parse_duration("60s").value, 60);
  EXPECT_EQ(parse_duration("5min").value, 300);
  EXPECT_EQ(parse_duration("1.5h").value, 5400);
  EXPECT_EQ(parse_duration("8760h").value, 31'536'000);
  for (auto const* text : {"", "60", "s", "60m", "60 s", "0s", "-1s", "8761h", "1e3s",
                           "05s", "1h30min", "nans"})
    EXPECT_FALSE(parse_duration(text).ok()) << text;
}

TEST(Quantity, ReadsPercentages) {
  EXPECT_DOUBLE_EQ(parse_percentage("2%").value, 0.02);
  EXPECT_DOUBLE_EQ(parse_percentage("0.5%").value, 0.005);
  for (auto const* text :
       {"", "%", "2", "0.02", "0%", "100%", "-2%", "2 %", "2%%", "1e1%"})
    EXPECT_FALSE(parse_percentage(text).ok()) << text;
}

TEST(Comparison, GivesClosedRanges) {
  auto const range = parse_comparison("2..8", Numbers::whole).value;
  EXPECT_EQ(range.minimum, 2);
  EXPECT_EQ(range.maximum, 8);
  EXPECT_EQ(parse_comparison(">=4", Numbers::whole).value.minimum, 4);
  EXPECT_FALSE(parse_comparison(">=4", Numbers::whole).value.maximum.has_value());
  EXPECT_EQ(parse_comparison(">4", Numbers::whole).value.minimum, 5);
  EXPECT_EQ(parse_comparison("<4", Numbers::whole).value.maximum, 3);
  EXPECT_EQ(parse_comparison("<= 1e3", Numbers::whole).value.maximum, 1000);
  EXPECT_EQ(parse_comparison(">0.5", Numbers::real).value.minimum,
            std::nextafter(0.5, 1));
  EXPECT_EQ(parse_comparison("<0.5", Numbers::real).value.maximum,
            std::nextafter(0.5, 0));
  EXPECT_EQ(parse_comparison("0.5..0.5", Numbers::real).value.maximum, 0.5);
  for (auto const* text : {"=4", "==4", "!=4", "=>4", ">", ">=", ">x", "8..2", "..",
                           "1..", "..2", "1...2", ">1.5", "> =4"})
    EXPECT_FALSE(parse_comparison(text, Numbers::whole).ok()) << text;
}

TEST(Suggest, CountsEdits) {
  EXPECT_EQ(edit_distance("ranks", "ranks"), 0U);
  EXPECT_EQ(edit_distance("rnaks", "ranks"), 1U) << "a swap is one edit";
  EXPECT_EQ(edit_distance("rank", "ranks"), 1U);
  EXPECT_EQ(edit_distance("RANKS", "ranks"), 0U);
  EXPECT_EQ(edit_distance("", "abc"), 3U);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3U);
}

TEST(Suggest, TakesOnlyWhatIsNear) {
  std::vector<std::string> const known{"ranks", "nodes", "threads", "pi"};
  EXPECT_EQ(nearest("rnaks", known), "ranks");
  EXPECT_EQ(nearest("thread", known), "threads");
  EXPECT_EQ(nearest("p", known), "pi");
  EXPECT_EQ(nearest("x", {"y"}), std::nullopt) << "nothing of it is kept";
  EXPECT_EQ(nearest("colour", known), std::nullopt);
  std::clock_t const start = std::clock();
  EXPECT_EQ(nearest(std::string(20'000'000, 'r'), known), std::nullopt);
  EXPECT_LT(std::clock() - start, CLOCKS_PER_SEC / 10) << "long words cost time";
  EXPECT_EQ(did_you_mean("colour", {"a", "b"}), " Known: a, b.");
}

TEST(Utf8, KnowsWhatIsACharacter) {
  EXPECT_EQ(utf8_character("a"), 1U);
  EXPECT_EQ(utf8_character("é"), 2U);
  EXPECT_EQ(utf8_character("数"), 3U);
  EXPECT_EQ(utf8_character("🚀"), 4U);
  for (auto const* text : {"\x80", "\xc0\xaf", "\xc1\xbf", "\xe0\x80\xaf",
                           "\xed\xa0\x80", "\xf0\x80\x80\x80", "\xf4\x90\x80\x80",
                           "\xf5\x80\x80\x80", "\xc3", "\xe6\x95", "\xc3(", "\xff"})
    EXPECT_EQ(utf8_character(text), 0U);
  EXPECT_EQ(utf8_count("aé数🚀\xff"), 5U);
}

TEST(Utf8, HidesWhatMovesTheCursor) {
  EXPECT_EQ(printable("a\x1b[31m\n\t\xff\xc2\x85z"), "a?[31m????z");
  EXPECT_EQ(printable("äöü", 2), "äö...");
  EXPECT_EQ(in_quotes(""), "''");
}

TEST(Diagnostic, IsOneLineWithoutAPlace) {
  EXPECT_EQ(format({"x.yaml", {}, "gone"}, "text"), "x.yaml: error: gone");
}

TEST(Diagnostic, PointsBehindTheLine) {
  EXPECT_EQ(format({"x.yaml", {1, 4}, "more"}, "abc"),
            "x.yaml:1:4: error: more\n    abc\n       ^");
}

TEST(Diagnostic, ShowsNoControlCharacters) {
  EXPECT_EQ(format({"\x1b.yaml", {1, 3}, "m"}, "\x1b\xffz"),
            "?.yaml:1:3: error: m\n    ??z\n      ^");
}

TEST(Diagnostic, CutsLongLines) {
  std::string const line = std::string(500, 'a') + "b" + std::string(500, 'c');
  EXPECT_EQ(format({"x", {1, 501}, "m"}, line),
            "x:1:501: error: m\n    ..." + std::string(100, 'a') + "b" +
                std::string(50, 'c') + "...\n    " + std::string(103, ' ') + "^");
}

class CatalogueFile : public ::testing::Test {
 protected:
  std::string error_of(std::string const& text) const {
    std::ofstream(file_) << text;
    try {
      read_catalogue(file_);
    } catch (std::runtime_error const& error) {
      std::filesystem::remove(file_);
      return error.what();
    }
    std::filesystem::remove(file_);
    return "";
  }
  std::filesystem::path const file_ = std::filesystem::temp_directory_path() /
                                      ("assay-kernels-" + std::to_string(::getpid()));
};

TEST_F(CatalogueFile, GivesTheKernels) {
  auto const& catalogue = test::catalogue();
  ASSERT_EQ(catalogue.size(), 3U);
  auto const* lookup = find_kernel(catalogue, "lookup");
  ASSERT_NE(lookup, nullptr);
  EXPECT_EQ(lookup->nominal_samples_per_second, 1e8);
  ASSERT_EQ(lookup->parameters.size(), 3U);
  EXPECT_EQ(lookup->parameters[0].unit, "bytes");
  EXPECT_EQ(lookup->parameters[0].default_value, ParameterValue(std::int64_t{1} << 20));
  EXPECT_EQ(lookup->parameters[2].default_value, ParameterValue("node"));
  EXPECT_EQ(find_kernel(catalogue, "none"), nullptr);
}

TEST_F(CatalogueFile, NamesFileAndCure) {
  EXPECT_THAT(error_of("{"), HasSubstr(file_.string() + ": wrong list of kernels: "));
  EXPECT_THAT(error_of("{"), HasSubstr("Build the workers again"));
  EXPECT_THROW(read_catalogue("/nonexistent/kernels.json"), std::runtime_error);
}

TEST_F(CatalogueFile, ChecksEachValue) {
  auto const with = [](std::string const& parameter) {
    return R"({"schema": 1, "kernels": [{"name": "k", "summary": "", "stresses": "", "check": "",
      "nominal_samples_per_second": 1, "tallies": [], "parameters": [)" +
           parameter + "]}]}";
  };
  std::string const head = R"({"name": "p", "summary": "", "unit": "", )";
  EXPECT_EQ(error_of(with("")), "");
  EXPECT_EQ(
      error_of(with(head +
                    R"("type": "integer", "default": 1, "minimum": 0, "maximum": 2})")),
      "");
  EXPECT_THAT(error_of(R"({"schema": 2, "kernels": []})"),
              HasSubstr("'schema' is not 1"));
  EXPECT_THAT(error_of(R"({"schema": 1})"), HasSubstr("'kernels' is missing"));
  EXPECT_THAT(error_of(R"([])"), HasSubstr("'schema' is missing"));
  EXPECT_THAT(
      error_of(with(
          head + R"("type": "integer", "default": 1.5, "minimum": 0, "maximum": 2})")),
      HasSubstr("default 1.5 does not fit type 'integer'"));
  EXPECT_THAT(
      error_of(with(
          head +
          R"("type": "integer", "default": 18446744073709551615, "minimum": 0, "maximum": 2})")),
      HasSubstr("does not fit type"));
  EXPECT_THAT(
      error_of(
          with(head + R"("type": "real", "default": 3, "minimum": 0, "maximum": 2})")),
      HasSubstr("is not within 0 to 2"));
  EXPECT_THAT(
      error_of(
          with(head + R"("type": "choice", "default": "c", "choices": ["a", "b"]})")),
      HasSubstr("none of the choices"));
  EXPECT_THAT(error_of(with(head + R"("type": "text", "default": "c"})")),
              HasSubstr("type 'text'"));
}

}  // namespace
}  // namespace assay
