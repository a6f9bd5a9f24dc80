// SPDX-License-Identifier: Apache-2.0
// What launches share stands once, and a whole record comes back.
#include "records/compact.hpp"

#include <gmock/gmock.h>
#include <sys/resource.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "common/sanitizers.hpp"
#include "contract.hpp"
#include "made_record.hpp"
#include "records/history.hpp"
#include "records/journal_line.hpp"
#include "records/members.hpp"
#include "records/packed.hpp"
#include "records/read_journal.hpp"

namespace assay {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
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

TEST(Packed, IsNotUnpackedBeyondWhatItsTextCanHold) {
  auto bomb = packed("");
  bomb["bytes"] = std::uint64_t{512} << 20;
  rlimit before{};
  getrlimit(RLIMIT_AS, &before);
  auto limit = before;
  limit.rlim_cur = std::uint64_t{400} << 20;
  if (!has_address_sanitizer)
    setrlimit(RLIMIT_AS, &limit);  // asked for, it would be bad_alloc
  EXPECT_THROW(unpacked(to_text(bomb)), MalformedError);
  setrlimit(RLIMIT_AS, &before);
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

/// A journal of a line that is shared, as it stands, and of a record that refers to it.
std::string sharing(std::string const& value, Json record) {
  auto const id = shared_line_id(value);
  Json const line{{"kind", "shared"}, {"id", id}, {"packed", packed(value)}};
  record["kind"] = "record";
  record["shared"] = {id};
  return text_of({test::line_of(line), test::line_of(record)});
}

/// What is wrong, as both readers say it.
std::vector<std::string> problems_of(std::string const& journal) {
  std::vector<std::string> problems;
  for (auto const& bad : parse_journal(journal).bad) problems.push_back(bad.why);
  auto const raw = parse_raw(journal);
  LineReader reader(raw);
  for (auto const& line : raw.lines) {
    auto const read = reader.read(line.text);
    if (auto const* bad = std::get_if<UnreadableLine>(&read))
      problems.push_back(bad->why);
  }
  return problems;
}

TEST(LineReader, RefusesWhatIsNoObjectOrNestsDeeply) {
  auto const deep = [](std::size_t levels) {
    return "{\"a\":" + std::string(levels, '[') + std::string(levels, ']') + "}";
  };
  for (auto const& text : {std::string("[1]"), std::string("{"), std::string("{}{}"),
                           std::string("{\"a\":}"), deep(64), deep(1'000'000)}) {
    auto const problems = problems_of(sharing(text, {{"point", "p"}}));
    EXPECT_THAT(problems, Contains(HasSubstr("no object of at most 64 levels")));
    EXPECT_THAT(problems, Contains(HasSubstr("not in this journal")));
  }
  for (auto const& problem : problems_of(sharing(deep(63), {{"point", "p"}})))
    EXPECT_THAT(problem, Not(HasSubstr("levels")));
}

TEST(LineReader, RefusesMoreReferencesThanAnybodyNeeds) {
  auto one = first_case();
  auto lines = one.at("lines").get<std::vector<std::string>>();
  auto record = parse_json(lines.back());
  auto const first = record["shared"][0];
  while (record["shared"].size() < 16) record["shared"].push_back(first);
  lines.back() = test::line_of(record);
  EXPECT_THAT(problems_of(text_of(lines)), SizeIs(0));
  record["shared"].push_back(first);
  lines.back() = test::line_of(record);
  EXPECT_THAT(problems_of(text_of(lines)),
              ElementsAre(HasSubstr("more than 16"), HasSubstr("more than 16")));
}

TEST(Compact, TakesNumbersOfOthersAsTheyAre) {
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  constexpr auto least = std::numeric_limits<std::int64_t>::min();
  auto times = packed(byte_planes({least, most, least}));
  auto const lines = [&times](Json const& ranks) {
    times["ranks"] = ranks;
    Json record{{"kind", "record"}, {"point", "p"}};
    record["result"]["measurements"][0]["repetitions"] = times;
    return text_of({test::line_of(record)});
  };
  auto const read = parse_journal(lines(1)).lines.at(0);
  auto const& phases =
      read.at(Json::json_pointer("/result/measurements/0/repetitions/0"));
  EXPECT_EQ(phases.at("reduce_s")[0].get<double>(), 1e-9);  // modulo 2^64
  for (Json const& odd : {Json(0), Json(-1), Json(1.5), Json(1e300), Json(most),
                          Json(2), Json("1"), Json()})
    EXPECT_THAT(parse_journal(lines(odd)).bad, SizeIs(1)) << odd;
}

/// Three launches of a point, behind what they share, each in a line.
std::string three_launches() {
  auto record = first_case().at("record");
  record["point"] = "p";
  std::vector<std::string> lines;
  for (int const launch : {1, 2, 3}) {
    record["launch"] = launch;
    auto found = lines_of(record);
    lines.insert(lines.end(), launch == 1 ? found.begin() : found.end() - 1,
                 found.end());
  }
  return text_of(lines);
}

TEST(CompactJournal, LosesToAFlippedBitWhatRefersToItsLineAndReadsNothingElse) {
  auto const journal = three_launches();
  auto const whole_lines = parse_journal(journal).lines;
  ASSERT_THAT(whole_lines, SizeIs(3));
  auto const records_at = journal.find(R"({"schema":2,"kind":"record")");
  for (std::size_t at = 0; at < journal.size(); ++at) {
    auto flipped = journal;
    flipped[at] = static_cast<char>(flipped[at] ^ (1 << (at % 8)));
    auto const content = parse_journal(flipped);
    bool const is_shared = at < records_at;
    EXPECT_LE(content.lines.size(), is_shared ? 0U : 2U) << at;
    // The end of a line may be hit, and two be lost.
    EXPECT_GE(content.lines.size(), is_shared ? 0U : 1U) << at;
    for (auto const& line : content.lines) EXPECT_THAT(whole_lines, Contains(line));
    EXPECT_EQ(read_history(flipped).of("p").good_s.size(), content.lines.size()) << at;
  }
}

TEST(CompactJournal, CutAnywhereHasTheRecordsThatAreWhole) {
  auto const journal = three_launches();
  for (std::size_t size = 0; size < journal.size(); ++size) {
    auto const cut = journal.substr(0, size);
    std::size_t ends = 0;
    for (auto const c : cut) ends += c == '\n' ? 1 : 0;
    auto const content = parse_journal(cut);
    EXPECT_EQ(content.lines.size(), ends < 4 ? 0 : ends - 3) << size;
    EXPECT_THAT(content.bad, SizeIs(0));
  }
}

TEST(CompactJournal, MayHaveItsLinesInAnyOrder) {
  auto journal = three_launches();
  std::vector<std::string> lines;
  for (auto const& line : parse_raw(journal).lines) lines.emplace_back(line.text);
  std::reverse(lines.begin(), lines.end());
  EXPECT_THAT(parse_journal(text_of(lines)).lines, SizeIs(3));
  EXPECT_EQ(read_history(text_of(lines)).of("p").good_s.size(), 3U);
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
