// SPDX-License-Identifier: Apache-2.0
#include "plan/narrow.hpp"

#include <gmock/gmock.h>

#include "os/errors.hpp"

namespace assay {
namespace {

Point point(std::string const& kernel, int ranks) {
  Point one;
  one.kernel = kernel;
  one.ranks = ranks;
  one.samples = 1'000'000;
  one.env["TUNE"] = "fast";
  return one;
}

bool holds_all(std::string const& text, Point const& of) {
  auto const clauses = parse_clauses(text);
  return std::any_of(clauses.begin(), clauses.end(), [&](Clause const& clause) {
    return std::all_of(clause.begin(), clause.end(),
                       [&](Condition const& one) { return holds(one, of); });
  });
}

TEST(Conditions, CompareNumbersAndTexts) {
  auto const pi_4 = point("pi", 4);
  for (auto const* text :
       {"ranks==4", "ranks<=4", "ranks<5", "ranks>3 && kernel==pi", "samples==1e6",
        " kernel != fill ", "env.TUNE==fast", "ranks!=3", "ranks==1 || ranks==4",
        "ranks==1||kernel==pi&&ranks==4"}) {
    EXPECT_TRUE(holds_all(text, pi_4)) << text;
  }
  for (auto const* text :
       {"ranks<4", "ranks>=5", "kernel==fill", "ranks==4 && ranks==5", "env.TUNE!=fast",
        "env.OTHER==x", "kernel<pi", "ranks==four"}) {
    EXPECT_FALSE(holds_all(text, pi_4)) << text;
  }
}

TEST(Conditions, ThatCannotBeReadAreRefused) {
  for (auto const* text :
       {"", "ranks", "ranks=4", "==4", "ranks==", "ranks==4 &&", "&& ranks==4",
        "ranks==1 ||", "ranks==1 | ranks==2", "ranks<<2", "1<ranks<8"}) {
    EXPECT_THROW(parse_clauses(text), UsageError) << text;
  }
}

TEST(Narrow, KeepsWhatIsWantedAndSaysWhyNot) {
  Plan const plan{{point("pi", 1), point("pi", 2), point("pi", 4)}, {}};
  auto const kept = narrow(plan, parse_clauses("ranks>=2"), 1);
  ASSERT_EQ(kept.points.size(), 1U);
  EXPECT_EQ(kept.points[0].ranks, 2);
  ASSERT_EQ(kept.skipped.size(), 2U);
  EXPECT_EQ(kept.skipped[0].reason, "left out by --only");
  EXPECT_EQ(kept.skipped[1].reason, "left out by --limit");
  for (auto const* wrong :
       {"rank==2", "ranks==2 || rank==2", "ranks>=8", "ranks==two", "kernel<pi",
        "ranks==2 || ranks==8", "ranks==8 && kernel==pi || ranks==2"})
    EXPECT_THROW(narrow(plan, parse_clauses(wrong), {}), UsageError) << wrong;
  EXPECT_EQ(narrow(plan, {}, {}).points.size(), 3U);
}

TEST(Narrow, TakesAPartThatHoldsForASkippedPoint) {
  Plan const plan{{point("pi", 1)}, {{point("pi", 8), "no such node"}}};
  EXPECT_EQ(narrow(plan, parse_clauses("ranks==1 || ranks==8"), {}).points.size(), 1U);
}

TEST(Narrow, RefusesWhatHoldsForSkippedPointsOnly) {
  Plan const plan{{point("pi", 1)}, {{point("pi", 8), "no such node"}}};
  try {
    narrow(plan, parse_clauses("ranks==8"), {});
    FAIL() << "nothing is left";
  } catch (UsageError const& error) {
    EXPECT_STREQ(error.what(),
                 "--only holds for no point of this study: assay plan shows them");
  }
  EXPECT_TRUE(narrow({}, parse_clauses("ranks==8"), {}).points.empty());
}

TEST(Narrow, SaysWhichPartHoldsForNothing) {
  Plan const plan{{point("pi", 1)}, {}};
  try {
    narrow(plan, parse_clauses("ranks==1 || ranks>=8&&kernel==pi"), {});
    FAIL() << "a part that holds for nothing was taken";
  } catch (UsageError const& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("'ranks>=8 && kernel==pi' of --only"));
  }
}

}  // namespace
}  // namespace assay
