// SPDX-License-Identifier: Apache-2.0
// What launches share stands once, and a whole record comes back.
#include "records/compact.hpp"

#include <gmock/gmock.h>

#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include "contract.hpp"
#include "made_record.hpp"
#include "records/journal_line.hpp"
#include "records/members.hpp"
#include "records/packed.hpp"
#include "records/read_journal.hpp"

namespace assay {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

Json first_case() { return test::contract("compact.json")[1]; }

std::string text_of(std::vector<std::string> const& lines) {
  std::string text;
  for (auto const& line : lines) text += line + "\n";
  return text;
}

std::vector<std::string> lines_of(Json const& record) {
  auto found = compact(record);
  std::vector<std::string> lines;
  for (auto const& one : found.shared) lines.push_back(test::line_of(one));
  lines.push_back(test::line_of(found.record));
  return lines;
}

Json whole(std::string const& journal) {
  auto content = parse_journal(journal);
  EXPECT_THAT(content.bad, SizeIs(0));
  EXPECT_THAT(content.lines, SizeIs(1));
  auto record = content.lines.at(0);
  record.erase("schema");
  return sorted_by_name(record);
}

TEST(Packed, GivesBackWhatItWasGiven) {
  for (auto const& text :
       std::vector<std::string>{"", "x", "xyz", std::string(100000, 'y')})
    EXPECT_EQ(unpacked(to_text(packed(text))), text);
  std::vector<std::int64_t> const numbers{0, 1, -1, 123456789,
                                          std::numeric_limits<std::int64_t>::min()};
  EXPECT_EQ(numbers_in_planes(byte_planes(numbers)), numbers);
}

TEST(Packed, RefusesWhatIsNone) {
  auto good = packed("some text");
  for (auto const& [key, value] :
       std::vector<std::pair<std::string, Json>>{{"bytes", 8},
                                                 {"bytes", 10},
                                                 {"bytes", std::uint64_t{1} << 60},
                                                 {"bytes", -1},
                                                 {"base64", "!!!!"},
                                                 {"base64", ""},
                                                 {"base64", "eJw"},
                                                 {"base64", 7}}) {
    auto bad = good;
    bad[key] = value;
    EXPECT_THROW(unpacked(to_text(bad)), MalformedError) << bad;
  }
  EXPECT_THROW(unpacked(""), MalformedError);
}

TEST(Compact, IsReadAsInTheAnalysis) {
  for (auto const& one : test::contract("compact.json")) {
    auto const lines = one.at("lines").get<std::vector<std::string>>();
    EXPECT_EQ(whole(text_of(lines)), sorted_by_name(one.at("record")));
  }
}

TEST(Compact, GivesTheWholeRecordBack) {
  for (auto const& one : test::contract("compact.json")) {
    auto record = sorted_by_name(one.at("record"));
    EXPECT_EQ(whole(text_of(lines_of(record))), record);
  }
}

TEST(Compact, KeepsApartWhatEveryRankHasOfEachLaunch) {
  auto record = first_case().at("record");
  auto const before = compact(record);
  int pid = 4711;
  for (auto& rank : record["result"]["world"]["by_rank"]) rank["pid"] = pid++;
  auto const found = compact(record);
  EXPECT_EQ(found.shared, before.shared);
  EXPECT_EQ(numbers_in_planes(unpacked(to_text(found.record["result"]["pids"])))[1],
            4712);
}

TEST(Compact, LeavesACommandThatHoldsItsWordAsItIs) {
  auto record = first_case().at("record");
  record["argv"] = {"echo", "{attempt}"};
  EXPECT_EQ(compact(record).record.at("argv"), record.at("argv"));
  EXPECT_EQ(whole(text_of(lines_of(record))), sorted_by_name(record));
}

TEST(Compact, LeavesTimesOfAnotherFormAsTheyAre) {
  auto const place = Json::json_pointer("/result/measurements/0/repetitions");
  for (auto const& odd :
       {Json::array(), Json(), Json("x"), Json{{{"useful_s", 1}}},
        Json{{{"useful_s", {1.0}}, {"reduce_s", {1.0}}, {"barrier_s", {"x"}}}},
        Json{{{"useful_s", {1.0}}, {"reduce_s", {1.0}}, {"barrier_s", {1e300}}}},
        Json{{{"useful_s", {1.0}}, {"reduce_s", {1.0, 2.0}}, {"barrier_s", {1.0}}}}}) {
    auto record = first_case().at("record");
    record[place] = odd;
    EXPECT_EQ(compact(record).record.at(place), odd);
  }
}

TEST(Compact, TakesAtMostEightyBytesOfARankAndLaunch) {
  // Drawn as a quiet cluster has them: work within 1 %, skews of microseconds.
  std::uint64_t state = 1;
  auto const draw = [&state](double below_s) {
    state = state * 6364136223846793005U + 1442695040888963407U;
    return below_s * static_cast<double>(state >> 40) / (1 << 24);
  };
  constexpr int ranks = 4096;
  Json record{{"kind", "record"}, {"point", "p"}, {"launch", 1}, {"attempt", 1}};
  auto& measured = record["result"]["measurements"][0];
  for (int repetition = 0; repetition < 7; ++repetition) {
    Json times;
    for (int rank = 0; rank < ranks; ++rank) {
      auto const useful_s = 0.1 + draw(0.002);
      times["barrier_s"].push_back(draw(5e-5));
      times["useful_s"].push_back(useful_s);
      times["reduce_s"].push_back(0.103 - useful_s + draw(1e-5));
    }
    measured["repetitions"].push_back(times);
  }
  EXPECT_LT(to_text(compact(record).record).size(), 80U * ranks);
}

TEST(LineReader, ReadsARecordWithWhatItShares) {
  auto const one = first_case();
  auto const lines = one.at("lines").get<std::vector<std::string>>();
  auto const text = text_of(lines);
  LineReader reader(parse_raw(text));
  auto const line = reader.read(lines.back());
  auto const& record = std::get<Record>(line);
  EXPECT_TRUE(record.is_good());
  EXPECT_EQ(to_text(to_json(record.requested)),
            to_text(one.at("record").at("requested")));
  EXPECT_EQ(
      record.answer->tallies,
      to_text(one.at(Json::json_pointer("/record/result/measurements/0/tallies"))));
  EXPECT_EQ(record.world, to_text(one.at(Json::json_pointer("/record/result/world"))));
  EXPECT_EQ(record.answer->makespans_s,
            one.at(Json::json_pointer("/record/result/measurements/0/makespan_s"))
                .get<std::vector<double>>());
}

TEST(LineReader, RefusesARecordWithoutWhatItShares) {
  auto const lines = first_case().at("lines").get<std::vector<std::string>>();
  auto const why = [](JournalLine const& line) {
    return std::get<UnreadableLine>(line).why;
  };
  EXPECT_THAT(why(LineReader().read(lines.back())), HasSubstr("shared line"));
  auto changed = parse_json(lines.front());
  changed["value"]["manifest"] = "another";
  auto const text = test::line_of(changed);
  EXPECT_THAT(why(LineReader().read(text)), HasSubstr("its id"));
}

}  // namespace
}  // namespace assay
