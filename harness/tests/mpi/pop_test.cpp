// SPDX-License-Identifier: Apache-2.0
// POP's factors of a program whose imbalance is known, from its launch to the report.
#include <dlfcn.h>
#include <gmock/gmock.h>
#include <unistd.h>

#include <cstdlib>
#include <map>

#include "assay_process.hpp"

namespace assay {
namespace {

using ::testing::AllOf;
using ::testing::Ge;
using ::testing::Le;

/// Of the point of two ranks, by their names in study.json.
std::map<std::string, double> factors_of(StudyDirectory const& study) {
  auto const all = parse_json(study.reported("study.json"));
  std::map<std::string, double> found;
  for (auto const& factor : all.at("factors"))
    if (factor.at("point") != factor.at("base"))
      found[factor.at("factor")] = factor.at("value");
  return found;
}

auto within(double share, double truth) {
  return AllOf(Ge(truth * (1 - share)), Le(truth * (1 + share)));
}

bool is_quiet() { return std::getenv("ASSAY_QUIET_HOST") != nullptr; }

/// By what share a factor may be off that waiting goes into.
double waiting() { return is_quiet() ? 0.01 : 0.1; }

/// On a busy host a rank may begin or end late, and the other waits for it.
TEST(Pop, OfAKnownImbalanceIsTheTruth) {
  StudyDirectory const study(
      "study: s\nscaling: strong\nlaunches: 3\nlimits: {timeout: 30s}\nranks: [1, 2]\n"
      "program: [" WITNESSED ", uneven]\n");
  ASSERT_EQ(study.run(), 0) << study.output();
  auto found = factors_of(study);
  double const working = is_quiet() ? 0.01 : 0.04;
  EXPECT_THAT(found["load_balance"], within(working, 1.125 / 1.25));
  EXPECT_THAT(found["communication"], within(waiting(), 1.0));
  EXPECT_THAT(found["parallel"], within(waiting(), 1.125 / 1.25));
  EXPECT_THAT(found["computation"], within(working, 1.0 / 2.25));
}

/// One thread for 0.3 s, then two, for 0.3 and 0.6 s: of 1.8 s of both, one waits 0.3 s
/// for the region and 0.3 s within it.
void expect_known_threads(std::string const& env) {
  StudyDirectory const study(
      "study: s\nscaling: strong\nlaunches: 3\nlimits: {timeout: 30s}\nranks: 1\n"
      "threads: [1, 2]\nprogram: [" WITNESSED ", hybrid]\n" +
      env);
  ASSERT_EQ(study.run(), 0) << study.output();
  auto found = factors_of(study);
  EXPECT_THAT(found["process"], within(waiting(), 1.0));
  EXPECT_THAT(found["serial"], within(waiting(), 5.0 / 6));
  EXPECT_THAT(found["regions"], within(waiting(), 5.0 / 6));
  EXPECT_THAT(found["parallel"], within(waiting(), 4.0 / 6));
}

TEST(Pop, OfThreadsThatWaitIsTheTruth) {
  if (sysconf(_SC_NPROCESSORS_ONLN) < 2) GTEST_SKIP() << "one CPU only";
  expect_known_threads("");
}

/// The runtime of LLVM has the entries of GCC's too, which is loaded as well and would
/// bind the first thread before it.
TEST(Pop, OfThreadsOfLlvmThatWaitIsTheTruth) {
  if (sysconf(_SC_NPROCESSORS_ONLN) < 2) GTEST_SKIP() << "one CPU only";
  if (dlopen("libomp.so.5", RTLD_LAZY | RTLD_LOCAL) == nullptr)
    GTEST_SKIP() << "needs libomp";
  expect_known_threads("env: {LD_PRELOAD: libomp.so.5, OMP_PROC_BIND: \"false\"}\n");
}

}  // namespace
}  // namespace assay
