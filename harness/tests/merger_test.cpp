// SPDX-License-Identifier: Apache-2.0
#include "records/merger.hpp"

#include <gmock/gmock.h>

#include <fstream>
#include <set>

#include "made_record.hpp"
#include "records/history.hpp"
#include "records/journal.hpp"
#include "records/members.hpp"
#include "records/read_journal.hpp"
#include "records/study_journals.hpp"
#include "scratch.hpp"

namespace assay {
namespace {

using test::line_of;
using test::MadeRecord;
using test::pi_point;
using test::record_of;
using testing::HasSubstr;
namespace fs = std::filesystem;

void know(Merger& merger, std::string const& text) {
  merger.know(test::parse_line(text));
}

bool take(Merger& merger, std::string const& text) {
  return merger.take(test::parse_line(text));
}

MadeRecord on_two_nodes() {
  MadeRecord made{.id = {"q"}};
  made.requested.nodes = 2;
  return made;
}

TEST(Members, AreFoundWhateverIsBefore) {
  auto const text = line_of(MadeRecord{});
  EXPECT_EQ(member(text, "launch"), "1");
  EXPECT_EQ(decoded_text(member(text, "started_utc")), "12:00:00.000Z");
  EXPECT_EQ(member(member(text, "requested"), "samples"), R"("9")");
  EXPECT_EQ(member(text, "absent"), "");
  auto const first = first_element(member(member(text, "result"), "measurements"));
  EXPECT_EQ(member(first, "tallies"), R"({"hits":"7"})");
}

TEST(Members, StayInsideTextThatIsNoJson) {
  for (std::string const text :
       {"", "{", "{\"", "{\"a", "{\"a\"", "{\"a\":", "{\"a\":\"", "{\"a\":[{", "{\"a\\",
        "[", "\"", "}", "{}"}) {
    EXPECT_EQ(member(text, "b"), "") << text;
    first_element(text);
  }
}

TEST(Members, AreDecodedOrRefused) {
  EXPECT_EQ(decoded_text(R"("a\n\"b\"")"), "a\n\"b\"");
  EXPECT_EQ(decoded_doubles("[0.5,1e-3,7]"), (std::vector<double>{0.5, 1e-3, 7}));
  EXPECT_TRUE(decoded_doubles("[]").empty());
  EXPECT_THROW(decoded_text("7"), MalformedError);
  EXPECT_THROW(decoded_text(R"("\q")"), MalformedError);
  for (auto const* text : {"", "1.5", "\"1\"", "null", "[1]", "99999999999"})
    EXPECT_THROW(decoded_int(text), MalformedError) << text;
  for (auto const* text : {"", "1", "[null]", "[1,\"2\"]"})
    EXPECT_THROW(decoded_doubles(text), MalformedError) << text;
}

TEST(JournalLine, IsARecordWithAllThatDecisionsNeed) {
  auto value = record_of({.id = {"q", 3, 2}});
  value["slurm"] = {{"job", "17"}, {"restarts", 0}};
  auto const text = line_of(value);
  auto const line = test::parse_line(text);
  auto const& record = std::get<Record>(line);
  EXPECT_EQ(record.id.directory_name(), "q-3-2");
  EXPECT_TRUE(record.is_good());
  EXPECT_EQ(record.verdict.detail, "a \"quoted\" {[word");
  EXPECT_EQ(to_json(record.requested), to_json(pi_point()));
  EXPECT_EQ(record.wall_s, 1.5);
  EXPECT_EQ(record.job, "17");
  EXPECT_EQ(record.answer->makespans_s, (std::vector<double>{0.5, 0.25}));
  EXPECT_EQ(record.answer->tallies, R"({"hits":"7"})");
}

TEST(JournalLine, SaysWhyItCannotBeRead) {
  auto const why = [](Json const& value) {
    auto const text = line_of(value);
    auto const line = test::parse_line(text);
    auto const* unreadable = std::get_if<UnreadableLine>(&line);
    return unreadable == nullptr ? std::string() : unreadable->why;
  };
  EXPECT_EQ(why(record_of({})), "");
  EXPECT_EQ(why({{"kind", "of tomorrow"}}), "");
  EXPECT_THAT(why(record_of({.verdict = "fine"})), HasSubstr("verdict 'fine'"));
  EXPECT_THAT(why({{"kind", "stop"}, {"point", "p"}, {"reason", "bored"}}),
              HasSubstr("reason 'bored'"));
  auto timeless = record_of({});
  timeless["result"]["measurements"][0].erase("makespan_s");
  EXPECT_THAT(why(timeless), HasSubstr("without a time"));
  timeless["result"]["measurements"][0]["makespan_s"] = Json::array();
  EXPECT_THAT(why(timeless), HasSubstr("without a time"));
  for (Json const& odd : {Json(std::uint64_t{1} << 32), Json(1e300), Json(-0.5),
                          Json(std::string(20, '9')), Json()}) {
    auto beyond = record_of({});
    beyond["launch"] = odd;
    EXPECT_THAT(why(beyond), HasSubstr("is not a number")) << odd;
  }
  auto unnamed = record_of({});
  unnamed.erase("point");
  EXPECT_THAT(why(unnamed), HasSubstr("without its point"));
  EXPECT_THAT(
      std::get<UnreadableLine>(test::parse_line(R"({"schema":3,"kind":"record"})")).why,
      HasSubstr("schema"));
}

TEST(JournalLine, IsAStudyWithoutASeedThatCannotBeRead) {
  for (auto const& [seed, read] : std::vector<std::pair<Json, std::uint64_t>>{
           {"0x1f", 31}, {"31", 0}, {"0x", 0}, {"0x1_", 0}, {1, 0}, {{1}, 0}}) {
    auto const text = line_of({{"kind", "study"},
                               {"study", "s"},
                               {"launches", {{"min", 1}}},
                               {"order_seed", seed},
                               {"points", {{{"point", "p"}}}}});
    auto const line = test::parse_line(text);
    auto const* study = std::get_if<StudyLine>(&line);
    ASSERT_NE(study, nullptr) << text;
    EXPECT_EQ(study->order_seed.value_or(0), read) << text;
    EXPECT_TRUE(study->points.contains("p")) << text;
  }
}

TEST(History, CountsALineThatIsThereTwiceOnce) {
  auto const lost = line_of(MadeRecord{.id = {"p", 1, 1}, .verdict = "node"}) + "\n";
  auto const ok = line_of(MadeRecord{.id = {"p", 2, 1}}) + "\n";
  auto const once = read_history(lost + ok);
  auto const twice = read_history(lost + lost + ok + ok + lost);
  EXPECT_EQ(twice.of("p").losses, (std::map<int, int>{{1, 1}}));
  EXPECT_EQ(twice.of("p").settled, once.of("p").settled);
  EXPECT_EQ(twice.core_seconds(), once.core_seconds());
  // Another job's attempt of the same number is another.
  auto const other = line_of(
      MadeRecord{.id = {"p", 1, 1}, .verdict = "node", .started = "13:00:00.000Z"});
  EXPECT_EQ(read_history(lost + other + "\n").of("p").losses.at(1), 2);
}

TEST(History, FoldsAttemptsOfAPoint) {
  std::string journal;
  auto const add = [&journal](MadeRecord const& made) {
    journal += line_of(made) + "\n";
  };
  auto two_nodes = pi_point();
  two_nodes.nodes = 2;
  add({.id = {"p", 1, 1}, .verdict = "crash", .requested = two_nodes});
  add({.id = {"p", 1, 2}, .requested = two_nodes});
  add({.id = {"p", 2, 1}, .verdict = "interrupted", .requested = two_nodes});
  add({.id = {"p", 3, 1}, .verdict = "node", .requested = two_nodes});
  auto const history = read_history(journal);
  auto const& point = history.of("p");
  EXPECT_EQ(point.good_s, (std::map<int, double>{{1, 0.25}}));
  EXPECT_EQ(point.settled, (std::map<int, VerdictClass>{{1, VerdictClass::ok}}));
  EXPECT_EQ(point.attempts, (std::map<int, int>{{1, 2}, {2, 1}, {3, 1}}));
  EXPECT_EQ(point.losses, (std::map<int, int>{{3, 1}}));
  EXPECT_EQ(history.core_seconds(), 4 * 1.5 * 2);
  EXPECT_EQ(history.core_seconds_by_nodes(), (std::map<int, double>{{2, 12.0}}));
  auto copy = pi_point();
  copy.job_nodes = 4;
  auto const of_copy = line_of({.id = {"q", 1, 1}, .requested = copy}) + "\n";
  EXPECT_EQ(read_history(of_copy).core_seconds_by_nodes(),
            (std::map<int, double>{{4, 3.0}}));
  EXPECT_EQ(history.agreed_tallies(pi_point()), R"({"hits":"7"})");
  auto other = pi_point();
  other.seed = 2;
  EXPECT_FALSE(history.agreed_tallies(other));
  EXPECT_TRUE(history.has_record({"p", 2, 1}));
  EXPECT_FALSE(history.has_record({"p", 2, 2}));
}

TEST(Merger, TakesEachAttemptOnce) {
  Merger merger;
  know(merger, line_of(MadeRecord{}));
  EXPECT_FALSE(take(merger, line_of(MadeRecord{})));
  MadeRecord const second{.id = {"p", 2}};
  EXPECT_TRUE(take(merger, line_of(second)));
  EXPECT_FALSE(take(merger, line_of(second)));
}

TEST(Merger, TakesNoSecondGoodRecordOfALaunch) {
  Merger merger;
  know(merger, line_of(MadeRecord{}));
  EXPECT_FALSE(take(merger, line_of(MadeRecord{.started = "13:00:00.000Z"})));
  EXPECT_TRUE(take(
      merger, line_of(MadeRecord{.verdict = "crash", .started = "13:00:00.000Z"})));
}

TEST(Merger, TakesALaunchThatWasTriedAgain) {
  Merger merger;
  know(merger, line_of(MadeRecord{}));
  EXPECT_TRUE(take(merger, line_of(MadeRecord{.id = {"p", 1, 2}})));
  EXPECT_FALSE(
      take(merger, line_of(MadeRecord{.id = {"p", 1, 2}, .started = "13:00"})));
}

// Who reads the journal compares them: a group that came first is no better.
TEST(Merger, TakesAnswersOfGroupsAsTheyAre) {
  Merger merger;
  know(merger, line_of(MadeRecord{}));
  auto const other = line_of(MadeRecord{.id = {"q"}, .hits = "8"});
  EXPECT_TRUE(take(merger, other));
  EXPECT_FALSE(take(merger, other));
}

Json planned_point() {
  auto point = to_json(test::pi_point());
  point["point"] = "p";
  return point;
}

class CollectTest : public ::testing::Test {
 protected:
  CollectTest() {
    for (auto const* group : {"n1", "n2", "collect"})
      fs::create_directories(scratch_ / "groups" / group);
  }

  void write(std::string const& file, std::string const& text) const {
    std::ofstream(scratch_ / file, std::ios::binary) << text;
  }

  std::vector<Json> own(std::string const& kind) const {
    std::vector<Json> found;
    for (auto const& value : read_journal(scratch_ / "journal.jsonl").lines)
      if (value["kind"] == kind) found.push_back(value);
    return found;
  }

  Json const plan_{{"kind", "study"},
                   {"study", "s"},
                   {"text", "t"},
                   {"launches", {{"min", 1}}},
                   {"points", {planned_point()}},
                   {"skipped", Json::array()}};
  Scratch scratch_;
};

// However much of an earlier collect reached the disk, the end is the same.
TEST_F(CollectTest, CanBeKilledAnywhereAndDoneAgain) {
  write("groups/n1/journal.jsonl", journal_line(plan_) + line_of(MadeRecord{}) + "\n" +
                                       line_of(MadeRecord{.id = {"p", 2}}) +
                                       "\n{\"torn");
  write("groups/n2/journal.jsonl", line_of(on_two_nodes()) + "\n");
  collect_journals(scratch_.path(), plan_);
  auto const whole = read_journal_bytes(scratch_ / "journal.jsonl");
  ASSERT_EQ(own("record").size(), 3U);
  for (std::size_t size = 0; size <= whole.size(); size += 61) {
    write("journal.jsonl", whole.substr(0, size));
    collect_journals(scratch_.path(), plan_);
    EXPECT_EQ(read_journal_bytes(scratch_ / "journal.jsonl"), whole) << size;
  }
  EXPECT_EQ(collect_journals(scratch_.path(), plan_).lines, 0U);
}

TEST_F(CollectTest, TellsOfABadLineAndLeavesItOut) {
  write("groups/n1/journal.jsonl", "{\"damaged\":1}\n" + line_of(MadeRecord{}) + "\n");
  auto const collected = collect_journals(scratch_.path(), plan_);
  ASSERT_EQ(collected.bad.size(), 1U);
  EXPECT_EQ(collected.bad[0].line.line, 1U);
  EXPECT_EQ(own("record").size(), 1U);
}

TEST_F(CollectTest, WhatAGroupPlannedItselfCounts) {
  auto other = plan_;
  other["points"][0]["point"] = "rebuilt";
  EXPECT_EQ(overall_plan(plan_, {{"n1", other}})["points"][0]["point"], "rebuilt");
  EXPECT_EQ(overall_plan(plan_, {{"n2", other}})["points"].size(), 2U);
  other["text"] = "of an earlier study";
  EXPECT_EQ(overall_plan(plan_, {{"n1", other}}), plan_);
}

TEST_F(CollectTest, AGroupBeginsWithWhatItsStudyKnows) {
  write("journal.jsonl", line_of(MadeRecord{}) + "\n" + line_of(on_two_nodes()) + "\n");
  for (int time = 0; time < 2; ++time) seed_group(scratch_.path(), "n1", {"p"});
  auto const seeded = read_journal(scratch_ / "groups/n1/journal.jsonl").lines;
  ASSERT_EQ(seeded.size(), 1U);
  EXPECT_EQ(seeded[0]["point"], "p");
}

TEST_F(CollectTest, BringsWhatRecordsShareOnceAndNothingElse) {
  {
    Journal group(scratch_ / "groups/n1/journal.jsonl");
    group.append_all(
        {record_of({}), record_of({.id = {"p", 2}}), record_of(on_two_nodes())});
  }
  collect_journals(scratch_.path(), plan_);
  fs::create_directories(scratch_ / "groups/n3");
  seed_group(scratch_.path(), "n3", {"p"});
  auto const shared_in = [this](std::string const& file) {
    auto const bytes = read_journal_bytes(scratch_ / file);
    EXPECT_TRUE(parse_journal(bytes).bad.empty()) << file;
    std::multiset<std::string> ids;
    for (auto const& line : parse_raw(bytes).lines)
      if (auto id = shared_id(line.text); !id.empty()) ids.insert(std::move(id));
    return ids;
  };
  // What was asked of p, what of q, and the answer of both.
  auto const all = shared_in("groups/n1/journal.jsonl");
  EXPECT_EQ(all.size(), 3U);
  EXPECT_EQ(shared_in("journal.jsonl"), all);
  EXPECT_EQ(own("record").size(), 3U);
  EXPECT_EQ(shared_in("groups/n3/journal.jsonl").size(), 2U);
  EXPECT_EQ(read_journal(scratch_ / "groups/n3/journal.jsonl").lines.size(), 2U);
  EXPECT_EQ(read_study_journals(scratch_.path()).history.of("p").good_s.size(), 2U);
}

}  // namespace
}  // namespace assay
