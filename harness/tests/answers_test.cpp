// SPDX-License-Identifier: Apache-2.0
#include "records/answers.hpp"

#include <gmock/gmock.h>

#include "contract.hpp"
#include "made_record.hpp"
#include "records/history.hpp"

namespace assay {
namespace {

using test::line_of;
using test::MadeRecord;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

Answer tallies(std::string_view text) { return {{1.0}, text, {}}; }

Answer checked(double value) {
  return {{1.0}, "{}", CheckedValue{"energy", value, 1e-3}};
}

TEST(Answers, CountWhereMostLaunchesOfMostPointsGaveThem) {
  for (auto const& one : test::contract("answers.json", "cases")) {
    Answers answers;
    std::optional<std::size_t> expected;
    int point = 0;
    for (auto const& launches : one.at("launches")) {
      for (auto const& launch : launches) {
        auto const text = launch.get<std::string>();
        auto const number = answers.number_of(tallies(text));
        answers.add(std::to_string(point), number);
        if (launch == one.at("agreed")) expected = number;
      }
      ++point;
    }
    EXPECT_EQ(answers.agreed({}), expected) << to_text(one);
    EXPECT_EQ(agreed_answer(answers.votes()), expected) << to_text(one);
  }
}

TEST(Answers, OfTheFirstLaunchAreNoTruth) {
  Answers answers;
  EXPECT_EQ(answers.disagreement("p", tallies("a"), {}, {}), "");
  answers.add("p", answers.number_of(tallies("a")));
  EXPECT_EQ(answers.disagreement("q", tallies("a"), {}, {}), "");
  EXPECT_EQ(answers.disagreement("q", tallies("b"), {}, {}),
            "tallies b where others have a: neither is what most gave, so none counts");
  answers.add("q", answers.number_of(tallies("b")));
  EXPECT_EQ(answers.disagreement("r", tallies("b"), {}, {}), "");
  EXPECT_EQ(answers.disagreement("r", tallies("a"), {}, {}), "");
  answers.add("r", answers.number_of(tallies("b")));
  EXPECT_EQ(answers.disagreement("p", tallies("a"), {}, {}),
            "tallies a where others have b");
}

TEST(Answers, MayDifferByTheTolerance) {
  Answers answers;
  answers.add("p", answers.number_of(checked(2.5)));
  answers.add("q", answers.number_of(checked(2.5024)));
  EXPECT_EQ(answers.agreed({}), 0U);
  EXPECT_EQ(answers.disagreement("r", checked(2.501), {}, {}), "");
  EXPECT_EQ(answers.disagreement("r", checked(2.51), {}, {}),
            "energy is 2.51 where others have 2.5");
  EXPECT_NE(answers.disagreement("r", checked(NAN), {}, {}), "");
}

std::string journal_of(std::vector<MadeRecord> const& records) {
  std::string bytes;
  for (auto const& made : records) {
    auto value = test::record_of(made);
    if (made.verdict == "wrong_answer") value["disagrees"] = true;
    bytes += line_of(value) + "\n";
  }
  return bytes;
}

/// The first launch of the study had another answer than all that followed.
TEST(History, TakesNoAnswerForComingFirst) {
  std::vector<MadeRecord> records{{.id = {"p", 1}, .hits = "8"},
                                  {.id = {"q", 1}, .verdict = "wrong_answer"}};
  auto const undecided = read_history(journal_of(records));
  EXPECT_THAT(undecided.of("p").good_s, IsEmpty());
  EXPECT_THAT(undecided.of("q").good_s, IsEmpty());
  EXPECT_FALSE(undecided.agreed_tallies(test::pi_point()));
  records.push_back({.id = {"r", 1}});
  auto const decided = read_history(journal_of(records));
  EXPECT_EQ(decided.of("p").settled.at(1), VerdictClass::wrong_answer);
  EXPECT_THAT(decided.of("p").good_s, IsEmpty());
  EXPECT_EQ(decided.of("q").settled.at(1), VerdictClass::ok);
  EXPECT_THAT(decided.of("q").good_s, SizeIs(1));
  EXPECT_EQ(decided.agreed_tallies(test::pi_point()), R"({"hits":"7"})");
}

TEST(History, CountsALaunchOnceThatWasTriedAgain) {
  auto const history =
      read_history(journal_of({{.id = {"p", 1, 1}, .hits = "8"},
                               {.id = {"q", 1, 1}, .verdict = "wrong_answer"},
                               {.id = {"p", 1, 2}}}));
  EXPECT_THAT(history.of("p").good_s, SizeIs(1));
  EXPECT_THAT(history.of("q").good_s, SizeIs(1));
}

/// A program was mended: what it gave before is no answer to what is planned now.
TEST(History, GivesNoVoteToPointsOfAnEarlierPlan) {
  auto const plan = [](char const* point) {
    return line_of(Json{{"kind", "study"},
                        {"study", "s"},
                        {"launches", {{"min", 1}}},
                        {"points", {{{"point", point}}}}}) +
           "\n";
  };
  auto const before = plan("p") + journal_of({{.id = {"p", 1}, .hits = "8"},
                                              {.id = {"p", 2}, .hits = "8"},
                                              {.id = {"o", 1}, .hits = "8"}});
  auto const history =
      read_history(before + plan("q") + journal_of({{.id = {"q", 1}}}));
  EXPECT_THAT(history.of("q").good_s, SizeIs(1));
  EXPECT_THAT(history.of("p").good_s, IsEmpty());
  EXPECT_EQ(history.disagreement({"q", 2, 1}, test::pi_point(),
                                 {{1.0}, R"({"hits":"7"})", {}}),
            "");
}

/// A program that was first measured without a check.
TEST(History, GivesNoVoteToWhatIsNotChecked) {
  std::string bytes;
  auto const add = [&](char const* point, int launch, Json const& checked) {
    auto value = test::record_of({.id = {point, launch}});
    auto& measurement = value["result"]["measurements"][0];
    measurement["tallies"] = Json::object();
    if (!checked.is_null()) measurement["checked"] = checked;
    bytes += line_of(value) + "\n";
  };
  add("p", 1, nullptr);
  add("p", 2, nullptr);
  for (double const value : {2.5, 2.6})
    add("q", value < 2.55 ? 1 : 2, {{"name", "e"}, {"value", value}, {"within", 1e-3}});
  auto const history = read_history(bytes);
  EXPECT_THAT(history.of("p").good_s, SizeIs(2));
  EXPECT_THAT(history.of("q").good_s, IsEmpty()) << "two answers, neither of most";
}

TEST(History, LooksAtALaunchThatIsTriedAgainWithoutItsEarlierVote) {
  auto const history = read_history(journal_of(
      {{.id = {"p", 1}, .hits = "8"}, {.id = {"q", 1}, .verdict = "wrong_answer"}}));
  EXPECT_EQ(history.disagreement({"p", 1, 2}, test::pi_point(),
                                 {{1.0}, R"({"hits":"7"})", {}}),
            "");
  EXPECT_NE(history.disagreement({"p", 2, 1}, test::pi_point(),
                                 {{1.0}, R"({"hits":"7"})", {}}),
            "");
}

TEST(History, KnowsNoToleranceOfEarlierVersions) {
  auto first = test::record_of({.id = {"p", 1}});
  auto second = test::record_of({.id = {"q", 1}});
  first["result"]["measurements"][0]["checked"] = {{"name", "e"}, {"value", 1.0}};
  second["result"]["measurements"][0]["checked"] = {{"name", "e"}, {"value", 1.1}};
  auto const history = read_history(line_of(first) + "\n" + line_of(second) + "\n");
  EXPECT_THAT(history.of("p").good_s, SizeIs(1)) << "as it was judged then";
  EXPECT_THAT(history.of("q").good_s, SizeIs(1));
}

}  // namespace
}  // namespace assay
