// SPDX-License-Identifier: Apache-2.0
// Every kernel gives its golden tallies for ranks x threads x backend.
#include <gtest/gtest.h>

#include <cstdint>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "launch.hpp"

namespace assay {
namespace {

struct Golden {
  char const* kernel;
  std::uint64_t samples;  ///< no multiple of 2 or 3: every split is uneven
  Json parameters;
  Json tallies;
};

bool has_aes() {
#if defined(__x86_64__)
  return __builtin_cpu_supports("aes") != 0;
#else
  return false;
#endif
}

/// What golden.py prints, or the unit tests of pi.
std::vector<Golden> all_golden() {
  Json const none = Json::object();
  return {
      {"pi", 4'194'305, none, {{"hits", "3295199"}}},
      {"pi", 20'011, {{"coordinate_bits", "53"}}, {{"hits", "15703"}}},
      {"reduce", 10'007, {{"words", 5}}, {{"sum", "751125420"}}},
      {"fill",
       10'007,
       {{"array_bytes", 4096}},
       {{"sum", "1427988637545039675"},
        {"sum_of_xor", "1427988637544691308"},
        {"wrong", "0"}}},
      {"histogram",
       10'007,
       {{"bins", 1000}},
       {{"checksum", "10508391954191207964"}, {"total", "10007"}}},
      {"lookup",
       10'007,
       {{"table_bytes", 65'544}},
       {{"checksum", "9998291018279713156"}}},
      {"transport",
       2003,
       {{"thickness", 2.0}, {"absorption", 0.2}},
       {{"absorbed", "907"},
        {"transmitted", "601"},
        {"reflected", "495"},
        {"events", "4405"}}},
      {"option",
       2003,
       none,
       {{"payoff_whole", "22301"}, {"payoff_fraction", "9241327109"}}},
      {"ising",  // 22 rows: ranks stand side by side
       20'011,
       {{"columns", 48}, {"sweeps", 20}, {"temperature", 2.5}},
       {{"lattice", "1867552031095256973"}, {"up", "821"}, {"broken", "450"}}},
      {"ising",  // 48 rows: two ranks one above the other, four in a square
       20'011,
       {{"columns", 48}, {"sweeps", 9}, {"temperature", 2.5}},
       {{"lattice", "13076530449323970660"}, {"up", "1884"}, {"broken", "854"}}},
      // By the other generators.
      {"pi", 20'011, {{"generator", "philox4x32-7"}}, {{"hits", "15769"}}},
      {"pi",
       20'011,
       {{"generator", "philox4x32-7"}, {"coordinate_bits", "53"}},
       {{"hits", "15719"}}},
      {"fill",
       10'007,
       {{"generator", "philox4x32-7"}, {"array_bytes", 4096}},
       {{"sum", "7849718503910009634"},
        {"sum_of_xor", "7849718503910210459"},
        {"wrong", "0"}}},
      {"histogram",
       10'007,
       {{"generator", "philox4x32-7"}, {"bins", 1000}},
       {{"checksum", "13770829504449651358"}, {"total", "10007"}}},
      {"lookup",
       10'007,
       {{"generator", "philox4x32-7"}, {"table_bytes", 65'544}},
       {{"checksum", "1964687736598921178"}}},
      {"transport",
       2003,
       {{"generator", "philox4x32-7"}},
       {{"absorbed", "897"},
        {"transmitted", "578"},
        {"reflected", "528"},
        {"events", "4293"}}},
      {"option",
       2003,
       {{"generator", "philox4x32-7"}},
       {{"payoff_whole", "21274"}, {"payoff_fraction", "9233064556"}}},
      {"ising",
       20'011,
       {{"generator", "philox4x32-7"},
        {"columns", 48},
        {"sweeps", 20},
        {"temperature", 2.5}},
       {{"lattice", "13437759823342893876"}, {"up", "698"}, {"broken", "486"}}},
      {"pi", 20'011, {{"generator", "ars-5"}}, {{"hits", "15608"}}},
      {"pi",
       20'011,
       {{"generator", "ars-5"}, {"coordinate_bits", "53"}},
       {{"hits", "15735"}}},
      {"fill",
       10'007,
       {{"generator", "ars-5"}, {"array_bytes", 4096}},
       {{"sum", "11247237509629587542"},
        {"sum_of_xor", "11247237509629247023"},
        {"wrong", "0"}}},
      {"histogram",
       10'007,
       {{"generator", "ars-5"}, {"bins", 1000}},
       {{"checksum", "3650798316703092170"}, {"total", "10007"}}},
      {"lookup",
       10'007,
       {{"generator", "ars-5"}, {"table_bytes", 65'544}},
       {{"checksum", "17321384932061311418"}}},
      {"transport",
       2003,
       {{"generator", "ars-5"}},
       {{"absorbed", "912"},
        {"transmitted", "540"},
        {"reflected", "551"},
        {"events", "4259"}}},
      {"option",
       2003,
       {{"generator", "ars-5"}},
       {{"payoff_whole", "21758"}, {"payoff_fraction", "9078175127"}}},
      {"ising",
       20'011,
       {{"generator", "ars-5"}, {"columns", 48}, {"sweeps", 20}, {"temperature", 2.5}},
       {{"lattice", "15385874356061513304"}, {"up", "812"}, {"broken", "358"}}},
  };
}

/// Without what this CPU lacks the instructions for.
std::vector<Golden> golden() {
  auto found = all_golden();
  std::erase_if(found, [](Golden const& one) {
    return one.parameters.value("generator", "") == "ars-5" && !has_aes();
  });
  return found;
}

/// What `ranks` of them are asked. A generator is as good in a range as it is in the
/// whole, so the others are not asked again of ranks that share the cores of a small
/// machine.
std::vector<Golden> golden_of(int ranks) {
  auto found = golden();
  if (ranks > 2)
    std::erase_if(
        found, [](Golden const& one) { return one.parameters.contains("generator"); });
  return found;
}

Json measurements(std::vector<Golden> const& all) {
  Json list = Json::array();
  for (Golden const& one : all) {
    list.push_back({{"kernel", one.kernel},
                    {"samples", std::to_string(one.samples)},
                    {"repetitions", 2},
                    {"parameters", one.parameters}});
  }
  return {{"measurements", list}};
}

class EveryKernel : public testing::TestWithParam<Split> {};

TEST_P(EveryKernel, GivesItsGoldenTallies) {
  auto const [worker, ranks, threads] = GetParam();
  auto const expected = golden_of(ranks);
  Ended const ended = run({.worker = worker,
                           .ranks = ranks,
                           .threads = threads,
                           .job = measurements(expected)});
  ASSERT_EQ(ended.exit_code, 0) << ended.output;
  auto const& answers = ended.result.at("measurements");
  ASSERT_EQ(answers.size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_EQ(answers[i].at("kernel"), expected[i].kernel);
    EXPECT_EQ(answers[i].at("tallies"), sorted_by_name(expected[i].tallies))
        << expected[i].kernel;
    EXPECT_FALSE(answers[i].contains("tallies_differ")) << expected[i].kernel;
  }
}

INSTANTIATE_TEST_SUITE_P(Splits, EveryKernel,
                         testing::Values(Split{serial, 1, 1}, Split{serial, 2, 1},
                                         Split{serial, 3, 1}, Split{serial, 4, 1},
                                         Split{openmp, 1, 1}, Split{openmp, 2, 1},
                                         Split{openmp, 3, 1}, Split{openmp, 4, 1},
                                         Split{openmp, 1, 2}, Split{openmp, 2, 2},
                                         Split{openmp, 3, 2}, Split{openmp, 4, 2}),
                         name_of);

bool talks_to_others(Golden const& one) {
  return std::string_view(one.kernel) == "ising" ||
         std::string_view(one.kernel) == "reduce";
}

// Two launches of one rank and one of two, which know nothing of each other.
TEST(Parts, OfEveryIndependentKernelAddUpToItsGoldenTallies) {
  auto expected = golden();
  std::erase_if(expected, talks_to_others);
  Json list = Json::array();
  for (Golden const& one : expected) {
    list.push_back({{"kernel", one.kernel},
                    {"samples", std::to_string(one.samples)},
                    {"repetitions", 1},
                    {"parameters", one.parameters}});
  }
  Attempt const place;
  std::string words = "'" + std::string(serial) + "' --combine";
  for (int i = 0; i < 3; ++i) {
    Ended const ended =
        run({.worker = serial,
             .ranks = i == 1 ? 2 : 1,
             .job = {{"measurements", list}, {"part", {{"index", i}, {"of", 3}}}}});
    ASSERT_EQ(ended.exit_code, 0) << ended.output;
    auto const file = place.directory() / std::to_string(i);
    std::ofstream(file) << ended.result_text;
    words += " '" + file.string() + "'";
  }
  Ended const sum = run_command(words);
  ASSERT_EQ(sum.exit_code, 0) << sum.output;
  auto const answers = parse_json(sum.output);
  ASSERT_EQ(answers.size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i)
    EXPECT_EQ(answers[i]["tallies"], sorted_by_name(expected[i].tallies))
        << expected[i].kernel;
  EXPECT_NEAR(answers[0]["estimate"]["value"], 3.14, 0.01);
}

TEST(Parts, OfAKernelWhoseRanksTalkAreRefused) {
  Json const order = {{"kernel", "ising"},
                      {"samples", "20011"},
                      {"repetitions", 1},
                      {"parameters", Json::object()}};
  Ended const ended = run({.worker = serial,
                           .job = {{"measurements", Json::array({order})},
                                   {"part", {{"index", 0}, {"of", 2}}}}});
  EXPECT_NE(ended.exit_code, 0);
  EXPECT_NE(ended.output.find("it has no independent parts"), std::string::npos);
}

}  // namespace
}  // namespace assay
