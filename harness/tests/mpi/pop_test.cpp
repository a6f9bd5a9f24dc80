// SPDX-License-Identifier: Apache-2.0
// POP's factors of a program whose imbalance is known, from its launch to the report.
#include <gmock/gmock.h>

#include <cstdlib>
#include <fstream>
#include <map>

#include "assay_process.hpp"
#include "os/environment.hpp"
#include "os/process.hpp"

namespace assay {
namespace {

using ::testing::AllOf;
using ::testing::Ge;
using ::testing::Le;

/// Of the point of two ranks, by their names in study.json.
std::map<std::string, double> factors_of(StudyDirectory const& study) {
  auto const report = run_process(
      {{ASSAY_PROGRAM, "report", study.results()}, own_environment(), "/", ""},
      {.timeout_s = 120});
  EXPECT_EQ(report.exit_code, 0) << report.output_tail;
  std::ifstream in(study.results() / "report" / "study.json");
  auto const all = parse_json(in);
  std::map<std::string, double> found;
  for (auto const& factor : all.at("factors"))
    if (factor.at("point") != factor.at("base"))
      found[factor.at("factor")] = factor.at("value");
  return found;
}

auto within(double share, double truth) {
  return AllOf(Ge(truth * (1 - share)), Le(truth * (1 + share)));
}

/// On a busy host a rank may begin or end late, and the other waits for it.
TEST(Pop, OfAKnownImbalanceIsTheTruth) {
  StudyDirectory const study(
      "study: s\nscaling: strong\nlaunches: 3\nlimits: {timeout: 30s}\nranks: [1, 2]\n"
      "program: [" WITNESSED ", uneven]\n");
  ASSERT_EQ(study.run(), 0) << study.output();
  auto found = factors_of(study);
  bool const is_quiet = std::getenv("ASSAY_QUIET_HOST") != nullptr;
  double const waiting = is_quiet ? 0.01 : 0.1, working = is_quiet ? 0.01 : 0.04;
  EXPECT_THAT(found["load_balance"], within(working, 1.125 / 1.25));
  EXPECT_THAT(found["communication"], within(waiting, 1.0));
  EXPECT_THAT(found["parallel"], within(waiting, 1.125 / 1.25));
  EXPECT_THAT(found["computation"], within(working, 1.0 / 2.25));
}

}  // namespace
}  // namespace assay
