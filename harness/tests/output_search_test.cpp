// SPDX-License-Identifier: Apache-2.0
// Lines as they come out of a pipe, in pieces of any size.
#include "judge/output_search.hpp"

#include <gmock/gmock.h>

namespace assay {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> lines_of(std::string_view text, std::size_t piece) {
  std::vector<std::string> all;
  LineCutter lines([&](std::string_view line) { all.emplace_back(line); });
  for (; !text.empty(); text.remove_prefix(std::min(piece, text.size())))
    lines.add(text.substr(0, piece));
  lines.end();
  return all;
}

TEST(Lines, EndAtEveryKindOfLineEnd) {
  for (std::size_t const piece : {1U, 2U, 3U, 100U})
    EXPECT_THAT(lines_of("a\r\nb\n\n10%\r20%\rend", piece),
                ElementsAre("a", "b", "", "10%", "20%", "end"))
        << piece;
}

TEST(Lines, HaveNoCodesOfTerminals) {
  for (std::size_t const piece : {1U, 5U, 100U})
    EXPECT_THAT(lines_of("T \033[1;32m1.25\033[0m s\n"
                         "\033]0;title\007T 2\033]8;;x\033\\\n\033(B3\n4\033[",
                         piece),
                ElementsAre("T 1.25 s", "T 2", "B3", "4"))
        << piece;
}

TEST(Lines, AreCutAtAWordWhereTheyNeverEnd) {
  auto const lines =
      lines_of("T 1 " + std::string(65'530, 'x') + " 1.2500\nT 2\n", 999);
  EXPECT_EQ(lines.front().size(), 65'534U) << "a part of a number is none";
  EXPECT_EQ(lines.back(), "T 2");
}

class OutputSearchTest : public testing::Test {
 protected:
  Metric printed(std::string const& pattern, TextSource::Stream stream) const {
    return {"m", Metric::Source::pattern, pattern, "s", {stream, ""}};
  }
};

TEST_F(OutputSearchTest, KeepsTheStreamsApart) {
  Readings readings;
  readings.metrics = {printed("T (.)", TextSource::Stream::either),
                      printed("T (.)", TextSource::Stream::output),
                      printed("T (.)", TextSource::Stream::error)};
  EXPECT_TRUE(tells_streams_apart(readings));
  OutputSearch search(readings);
  search.add(Stream::output, "T ");
  search.add(Stream::error, "T 2\n");
  search.add(Stream::output, "1\n");
  auto const found = search.end();
  std::vector<std::uint64_t> counts;
  for (auto const& hits : found.of_metrics) counts.push_back(hits.count);
  EXPECT_THAT(counts, ElementsAre(2U, 1U, 1U));
  EXPECT_EQ(found.of_metrics[1].kept.front().number, "1");
  EXPECT_EQ(found.of_metrics[2].kept.front().number, "2");
}

TEST_F(OutputSearchTest, KeepsTheFirstHitsAndTheLast) {
  Readings readings;
  readings.metrics = {printed("T (\\d+)", TextSource::Stream::either)};
  EXPECT_FALSE(tells_streams_apart(readings));
  OutputSearch search(readings);
  for (int i = 0; i < 20'000; ++i)
    search.add(Stream::output, "T " + std::to_string(i) + "\n");
  auto const hits = search.end().of_metrics.front();
  EXPECT_EQ(hits.count, 20'000U);
  EXPECT_EQ(hits.kept.size(), Hits::most_kept);
  EXPECT_EQ(hits.kept.front().number, "0");
  EXPECT_EQ(hits.kept.back().number, "19999");
}

TEST_F(OutputSearchTest, KeepsWhatStandsAroundANumber) {
  Readings readings;
  readings.metrics = {printed("T (\\d+)", TextSource::Stream::either)};
  OutputSearch search(readings);
  search.add(Stream::output, std::string(99, '.') + "T 12" + std::string(99, '-'));
  auto const hit = search.end().of_metrics.front().kept.front();
  EXPECT_EQ(hit.before, std::string(38, '.') + "T ");
  EXPECT_EQ(hit.after, std::string(40, '-'));
}

}  // namespace
}  // namespace assay
