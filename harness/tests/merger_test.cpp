// SPDX-License-Identifier: Apache-2.0
#include "merger.hpp"

#include <gmock/gmock.h>

#include <fstream>

#include "history.hpp"
#include "members.hpp"
#include "outline.hpp"
#include "read_journal.hpp"
#include "scratch.hpp"
#include "study_journals.hpp"

namespace assay {
namespace {

using nlohmann::ordered_json;
namespace fs = std::filesystem;

struct Made {
  std::string point = "p";
  int launch = 1;
  std::string verdict = "ok";
  std::string hits = "7";
  std::string start = "12:00:00.000Z";
  int nodes = 1;
};

ordered_json record(Made const& made) {
  ordered_json value{{"kind", "record"},
                     {"point", made.point},
                     {"launch", made.launch},
                     {"attempt", 1},
                     {"verdict", made.verdict},
                     {"detail", "a \"quoted\" {[word"},
                     {"requested",
                      {{"kernel", "pi"},
                       {"samples", "9"},
                       {"nodes", made.nodes},
                       {"ranks", 2},
                       {"threads", 1},
                       {"seed", "0x1"},
                       {"parameters", ordered_json::object()}}},
                     {"started_utc", made.start},
                     {"wall_s", 1.5}};
  value["result"]["measurements"] = {
      {{"makespan_s", {0.5, 0.25}}, {"tallies", {{"hits", made.hits}}}}};
  return value;
}

std::string line(ordered_json const& value) {
  auto text = journal_line(value);
  text.pop_back();
  return text;
}

std::string line(Made const& made) { return line(record(made)); }

TEST(Members, AreFoundWhateverIsBefore) {
  auto const text = line(Made{});
  EXPECT_EQ(member(text, "launch"), "1");
  EXPECT_EQ(text_of(member(text, "started_utc")), "12:00:00.000Z");
  EXPECT_EQ(member_at(text, {"requested", "samples"}), R"("9")");
  EXPECT_EQ(member(text, "absent"), "");
  auto const first = first_element(member_at(text, {"result", "measurements"}));
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

TEST(History, IsTheSameFromText) {
  for (auto const* verdict : {"ok", "crash"}) {
    auto value = record(Made{.verdict = verdict, .nodes = 2});
    value["argv"] = {"mpiexec", "x"};
    History a, b;
    a.add_text(line(value));
    b.add(nlohmann::json::parse(line(value)));
    EXPECT_EQ(a.of("p").good_s, b.of("p").good_s);
    EXPECT_EQ(a.of("p").settled, b.of("p").settled);
    EXPECT_EQ(a.of("p").attempts, b.of("p").attempts);
    EXPECT_EQ(a.core_seconds(), b.core_seconds());
    EXPECT_EQ(a.core_seconds_by_nodes(), b.core_seconds_by_nodes());
    Point point;
    point.kernel = "pi";
    point.samples = 9;
    point.seed = 1;
    EXPECT_EQ(a.expected_tallies(point), b.expected_tallies(point));
    EXPECT_EQ(a.expected_tallies(point).has_value(), std::string(verdict) == "ok");
    EXPECT_FALSE(outline(line(value)).contains("argv"));
  }
}

TEST(Merger, TakesEachAttemptOnce) {
  Merger merger;
  merger.know(line(Made{}));
  EXPECT_FALSE(merger.take(line(Made{})));
  Made const second{.launch = 2};
  EXPECT_EQ(merger.take(line(second)), line(second));
  EXPECT_FALSE(merger.take(line(second)));
}

TEST(Merger, TakesNoSecondGoodRecordOfALaunch) {
  Merger merger;
  merger.know(line(Made{}));
  EXPECT_FALSE(merger.take(line(Made{.start = "13:00:00.000Z"})));
  EXPECT_TRUE(merger.take(line(Made{.verdict = "crash", .start = "13:00:00.000Z"})));
}

TEST(Merger, ComparesAnswersAcrossGroups) {
  Merger merger;
  merger.know(line(Made{}));
  auto const taken = merger.take(line(Made{.point = "q", .hits = "8"}));
  ASSERT_TRUE(taken);
  EXPECT_EQ(text_of(member(*taken, "verdict")), "wrong_answer");
  EXPECT_TRUE(parse_raw(*taken + "\n").bad.empty());
  EXPECT_FALSE(merger.take(line(Made{.point = "q", .hits = "8"})));
}

TEST(Merger, ComparesCheckedValuesWithinTheirTolerance) {
  auto const checked = [](std::string const& point, double value) {
    auto made = record(Made{.point = point});
    made["result"]["measurements"][0]["checked"] = {{"name", "energy"},
                                                    {"value", value}};
    return line(made);
  };
  Merger merger({{"pi", 1e-3}});
  merger.know(checked("p", 1.0));
  EXPECT_EQ(text_of(member(*merger.take(checked("q", 1.0005)), "verdict")), "ok");
  EXPECT_EQ(text_of(member(*merger.take(checked("r", 1.005)), "verdict")),
            "wrong_answer");
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

  std::vector<nlohmann::json> own(std::string const& kind) const {
    std::vector<nlohmann::json> found;
    for (auto const& value : read_journal(scratch_ / "journal.jsonl").lines)
      if (value["kind"] == kind) found.push_back(value);
    return found;
  }

  ordered_json const plan_{{"kind", "study"},
                           {"text", "t"},
                           {"points", {{{"point", "p"}, {"nodes", 1}}}},
                           {"skipped", ordered_json::array()}};
  Scratch scratch_;
};

// However much of an earlier collect reached the disk, the end is the same.
TEST_F(CollectTest, CanBeKilledAnywhereAndDoneAgain) {
  write("groups/n1/journal.jsonl", journal_line(plan_) + line(Made{}) + "\n" +
                                       line(Made{.launch = 2}) + "\n{\"torn");
  write("groups/n2/journal.jsonl", line(Made{.point = "q", .nodes = 2}) + "\n");
  collect_journals(scratch_.path(), plan_, Merger());
  auto const whole = read_journal_bytes(scratch_ / "journal.jsonl");
  ASSERT_EQ(own("record").size(), 3U);
  for (std::size_t size = 0; size <= whole.size(); size += 61) {
    write("journal.jsonl", whole.substr(0, size));
    collect_journals(scratch_.path(), plan_, Merger());
    EXPECT_EQ(read_journal_bytes(scratch_ / "journal.jsonl"), whole) << size;
  }
  EXPECT_EQ(collect_journals(scratch_.path(), plan_, Merger()).lines, 0U);
}

TEST_F(CollectTest, TellsOfABadLineAndLeavesItOut) {
  write("groups/n1/journal.jsonl", "{\"damaged\":1}\n" + line(Made{}) + "\n");
  auto const collected = collect_journals(scratch_.path(), plan_, Merger());
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
  write("journal.jsonl",
        line(Made{}) + "\n" + line(Made{.point = "q", .nodes = 2}) + "\n");
  for (int time = 0; time < 2; ++time) seed_group(scratch_.path(), "n1", {"p"});
  auto const seeded = read_journal(scratch_ / "groups/n1/journal.jsonl").lines;
  ASSERT_EQ(seeded.size(), 1U);
  EXPECT_EQ(seeded[0]["point"], "p");
}

}  // namespace
}  // namespace assay
