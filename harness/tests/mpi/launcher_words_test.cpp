// SPDX-License-Identifier: Apache-2.0
// Launchers and wrappers that a study gives as words: the proof is the same.
#include <gmock/gmock.h>

#include <fstream>

#include "assay_process.hpp"
#include "scoped_variable.hpp"

namespace assay {
namespace {

using ::testing::HasSubstr;
using Verdicts = std::map<std::string, int>;

/// Two launches of a program that calls MPI.
std::string study_of_words(std::string const& rest, std::string const& ranks = "2") {
  return "study: s\nscaling: strong\nlaunches: 2\nlimits: {timeout: 30s}\nranks: " +
         ranks + "\nprogram: [" WITNESSED ", barrier]\n" + rest;
}

std::string detail_of_first(StudyDirectory const& study) {
  return study.lines("record").at(0)["detail"];
}

Json without_blame(std::vector<Json> const& records) {
  for (auto const& record : records) EXPECT_EQ(record["verdict"], "ok") << record;
  return records.front();
}

TEST(LauncherOfWords, IsProvenAsOursAre) {
  StudyDirectory const study(study_of_words("launcher: {words: [" +
                                                mpiexec_of_workers() +
                                                ", -n, \"{ranks}\"], name: site}\n",
                                            "[1, 2]"));
  ASSERT_EQ(study.run(), 0) << study.output();
  auto const records = study.lines("record");
  ASSERT_EQ(records.size(), 4U);
  auto const record = without_blame(records);
  EXPECT_EQ(record["requested"]["launcher"], "site");
  EXPECT_EQ(record["requested"]["launcher_words"],
            Json({mpiexec_of_workers(), "-n", "{ranks}"}));
  for (auto const& one : records)
    EXPECT_EQ(one["witness"]["mpi"]["size"], one["requested"]["ranks"]);
}

TEST(LauncherOfWords, MayBeTheSites) {
  StudyDirectory const study(study_of_words(""));
  auto const file = study.path() / "site.yaml";
  std::ofstream(file) << "launchers: {here: {words: [" << mpiexec_of_workers()
                      << ", -n, \"{ranks}\"]}}\nlauncher: here\n";
  ScopedVariable const site("ASSAY_SITE", file);
  ASSERT_EQ(study.run(), 0) << study.output();
  EXPECT_EQ(without_blame(study.lines("record"))["requested"]["launcher"], "here");
  auto const used = study.lines("study").at(0)["site"];
  EXPECT_EQ(used["launcher"], "here");
  EXPECT_EQ(used["launchers.here"], mpiexec_of_workers() + " -n {ranks}");
}

TEST(LauncherOfWords, MayBeAScriptBesideTheStudy) {
  StudyDirectory const study(
      study_of_words("launcher: {words: [./site-run, \"{ranks}\"]}\n"));
  auto const script = study.path() / "site-run";
  std::ofstream(script) << "#!/bin/sh\nranks=$1\nshift\nexec '" << mpiexec_of_workers()
                        << "' -n $ranks \"$@\"\n";
  permissions(script, std::filesystem::perms::owner_all);
  ASSERT_EQ(study.run(), 0) << study.output();
  auto const record = without_blame(study.lines("record"));
  EXPECT_EQ(record["requested"]["launcher"], "site-run");
  EXPECT_EQ(record["witness"]["host"].size(), 2U);
}

TEST(LauncherOfWords, NeedTellNoRankItsNumber) {
  StudyDirectory const study(
      "study: s\nscaling: strong\nlaunches: 2\nranks: 1\nthreads: [1, 2]\n"
      "program: [" WITNESSED_ALONE
      ", threads]\n"
      "launcher: {words: [nice, -n, 1]}\nonly: [{threads: 2}]\n");
  EXPECT_EQ(study.run(), 1);
  // Nobody told it apart from the launcher but the environment that it alone has.
  EXPECT_EQ(study.lines("record").at(0)["verdict"], "binding") << study.output();
}

TEST(LauncherOfWords, ThatStartsOneRankIsAnotherWorld) {
  StudyDirectory const study(study_of_words("launcher: {words: [nice, -n, 1]}\n"));
  EXPECT_EQ(study.run(), 1);
  EXPECT_EQ(study.verdicts(), (Verdicts{{"world", 2}})) << study.output();
}

TEST(LauncherOfWords, ThatIsNotThereIsNamedWithWhereItWasLookedFor) {
  StudyDirectory const study(study_of_words("launcher: {words: [no-such-launcher]}\n"));
  EXPECT_EQ(study.run(), 3);
  EXPECT_THAT(
      study.output(),
      HasSubstr("launcher no-such-launcher: no-such-launcher is not on PATH (/"));
}

TEST(Wrapper, StandsBetweenLauncherAndProgram) {
  StudyDirectory const study(study_of_words("wrap: [nice, -n, 1]\n"));
  ASSERT_EQ(study.run(), 0) << study.output();
  auto const record = without_blame(study.lines("record"));
  auto const words = record["argv"].get<std::vector<std::string>>();
  ASSERT_GT(words.size(), 5U);
  EXPECT_EQ(std::vector<std::string>(words.end() - 5, words.end()),
            (std::vector<std::string>{"nice", "-n", "1", WITNESSED, "barrier"}));
  EXPECT_EQ(record["witness"]["mpi"]["size"], 2);
}

TEST(Wrapper, ThatBindsRanksToOneCpuIsSeen) {
  StudyDirectory const study(study_of_words("wrap: [taskset, -c, 0]\n"));
  EXPECT_EQ(study.run(), 1);
  EXPECT_EQ(study.verdicts(), (Verdicts{{"binding", 2}})) << study.output();
  EXPECT_THAT(detail_of_first(study), HasSubstr("ranks 0 and 1 share CPU 0"));
}

TEST(Wrapper, MayStayTheParentOfTheProgram) {
  StudyDirectory const study(study_of_words("wrap: [./stays, \"{attempt_dir}\"]\n"));
  auto const script = study.path() / "stays";
  std::ofstream(script) << "#!/bin/sh\nshift\n\"$@\"\n";
  permissions(script, std::filesystem::perms::owner_all);
  ASSERT_EQ(study.run(), 0) << study.output();
  EXPECT_EQ(without_blame(study.lines("record"))["witness"]["executable"], WITNESSED);
}

TEST(Wrapper, StandsBeforeAKernelToo) {
  StudyDirectory const study(
      "study: s\nkernel: pi\nsamples: 1e6\nscaling: strong\nranks: [1, 2]\n"
      "launches: 1\nwrap: [env, A=b]\n");
  ASSERT_EQ(study.run(), 0) << study.output();
  EXPECT_EQ(study.lines("record").at(0)["requested"]["wrap"], Json({"env", "A=b"}));
}

TEST(Wrapper, ThatIsNotThereIsNamed) {
  StudyDirectory const study(study_of_words("wrap: [./none]\n"));
  EXPECT_EQ(study.run(), 3);
  EXPECT_THAT(study.output(), HasSubstr("wrap: no file " + study.path().string()));
}

}  // namespace
}  // namespace assay
