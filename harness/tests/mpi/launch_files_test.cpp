// SPDX-License-Identifier: Apache-2.0
// Real launches that find files, standard input and derived values as the study says.
#include <gmock/gmock.h>

#include "assay_process.hpp"
#include "scratch.hpp"

namespace assay {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

/// A study of the script app.sh beside it, on 1 and 2 ranks.
class LaunchFilesStudy {
 public:
  LaunchFilesStudy(std::string const& script, std::string const& rest)
      : study_(
            "study: s\nscaling: strong\nranks: [1, 2]\nlaunches: 2\nproof: none\n"
            "limits: {timeout: 20s}\n" +
            rest) {
    put_command(study_.path() / "app.sh", script);
  }

  StudyDirectory const& operator*() const { return study_; }
  StudyDirectory const* operator->() const { return &study_; }

 private:
  StudyDirectory study_;
};

TEST(LaunchFiles, AreFilledCopiedAndLinkedForEachLaunch) {
  LaunchFilesStudy const study(
      "ls | tr '\\n' ' '; cat in.dat sub/data mesh; readlink mesh; echo \"end $1\"",
      "program: [./app.sh, \"{px}\"]\n"
      "derive: {px: 'factor3(ranks)[0]', label: {by: px, 1: one, 2: two}}\n"
      "files:\n  in.dat: {template: in.tpl}\n  sub/data: {copy: data}\n"
      "  mesh: {link: data}\n"
      "metrics: {end: {pattern: '^end (.*)'}}\n"
      "check: {value: end, equal: true, expected: \"{px}\"}\n");
  put(study->path() / "in.tpl", "{{{label}}} on {ranks}\n");
  put(study->path() / "data", "data\n");
  ASSERT_EQ(study->run({"--verbose"}), 0) << study->output();
  EXPECT_THAT(study->output(), HasSubstr("in.dat mesh sub {two} on 2\n"));
  EXPECT_THAT(study->output(), HasSubstr("{one} on 1\n"));
  EXPECT_THAT(study->output(), HasSubstr((study->path() / "data").string()));
  for (auto const& record : study->lines("record")) {
    auto const ranks = std::to_string(record["requested"]["ranks"].get<int>());
    EXPECT_EQ(record["requested"]["derived"]["px"], ranks);
    EXPECT_EQ(record["argv"].back(), ranks);
  }
  EXPECT_TRUE(fs::is_empty(study->results() / "attempts")) << "removed with the launch";
}

TEST(LaunchFiles, ThatChangeMakeOtherPoints) {
  LaunchFilesStudy const study(
      "cat in.dat\n", "program: [./app.sh]\nfiles: {in.dat: {template: in}}\n");
  put(study->path() / "in", "1\n");
  ASSERT_EQ(study->run(), 0) << study->output();
  put(study->path() / "in", "2\n");
  ASSERT_EQ(study->run(), 0) << study->output();
  EXPECT_EQ(study->good_launches().size(), 8U);
}

TEST(LaunchFiles, ThatAProgramWroteAreKeptWhereAsked) {
  LaunchFilesStudy const study(
      "[ ${PMIX_RANK:-${PMI_RANK:-0}} = 0 ] || exit 0\n[ -e out.dat ] && exit 5\n"
      "mkdir logs; echo a > logs/a.log; echo out > out.dat; echo no > other\n"
      "ln -s out.dat link.dat\n",
      "program: [./app.sh]\nkeep: [\"*.dat\", logs/a.log]\n");
  ASSERT_EQ(study->run(), 0) << study->output();
  int kept = 0;
  for (auto const& entry : fs::directory_iterator(study->results() / "kept")) {
    ++kept;
    EXPECT_EQ(bytes_of(entry.path() / "out.dat"), "out\n");
    EXPECT_EQ(bytes_of(entry.path() / "logs/a.log"), "a\n");
    EXPECT_FALSE(fs::exists(entry.path() / "other"));
    EXPECT_FALSE(fs::is_symlink(entry.path() / "link.dat"));
  }
  EXPECT_EQ(kept, 4) << "one for each launch";
}

TEST(LaunchFiles, GiveStandardInputToTheFirstRank) {
  LaunchFilesStudy const study("read line; echo \"<$line>\"",
                               "program: [./app.sh]\nstdin: {template: words}\n");
  put(study->path() / "words", "hello {ranks}\n");
  ASSERT_EQ(study->run({"--verbose"}), 0) << study->output();
  EXPECT_THAT(study->output(), HasSubstr("app.sh 1x1 launch 1 | <hello 1>\n"));
  EXPECT_THAT(study->output(), HasSubstr("app.sh 2x1 launch 1 | <hello 2>\n"));
  EXPECT_THAT(study->output(), HasSubstr("app.sh 2x1 launch 1 | <>\n"));
}

TEST(LaunchFiles, GiveAFileAsItIs) {
  LaunchFilesStudy const study("cat", "program: [./app.sh]\nstdin: words\n");
  put(study->path() / "words", "no {place}\n");
  ASSERT_EQ(study->run({"--verbose"}), 0) << study->output();
  EXPECT_THAT(study->output(), HasSubstr("| no {place}\n"));
}

TEST(LaunchFiles, AreCheckedBeforeAnythingIsLaunched) {
  LaunchFilesStudy const study("true",
                               "program: [./app.sh]\nfiles: {a: {template: t}}\n");
  EXPECT_EQ(study->run(), 2);
  EXPECT_THAT(study->output(), HasSubstr("s.yaml:8:23: error: 't': no file"));
  put(study->path() / "t", "{rank}\n");
  EXPECT_EQ(study->run(), 2);
  EXPECT_THAT(study->output(), HasSubstr("/t:1:1: error: the placeholder '{rank}'"));
  EXPECT_FALSE(fs::exists(study->path() / "results"));
}

TEST(Derived, ValuesReachVariablesAndSetUp) {
  LaunchFilesStudy const study(
      "echo \"$GRID $OMP_PLACES $LD_LIBRARY_PATH\"",
      "program: [./app.sh]\nderive: {px: 2 * ranks, once: 3 * 7}\n"
      "env: {GRID: \"{px}x1\", OMP_PLACES: \"{0},{1}\", LD_LIBRARY_PATH: /own/lib}\n"
      "setup: [touch, \"{results_dir}/made-{once}\"]\n");
  ASSERT_EQ(study->run({"--verbose"}), 0) << study->output();
  EXPECT_THAT(study->output(), HasSubstr("| 2x1 {0},{1} /own/lib\n"));
  EXPECT_THAT(study->output(), HasSubstr("| 4x1 {0},{1} /own/lib\n"));
  EXPECT_TRUE(fs::exists(study->results() / "made-21"));
}

TEST(Derived, FaultsAreToldBeforeAnythingIsLaunched) {
  LaunchFilesStudy const study("true",
                               "program: [./app.sh]\nderive: {a: 1 // (ranks - 2)}\n");
  EXPECT_EQ(study->run(), 2);
  EXPECT_THAT(study->output(), HasSubstr("s.yaml:8:10: error: derive.a: at ranks 2"));
  EXPECT_FALSE(fs::exists(study->path() / "results"));
}

TEST(Following, PointsAreComparedWithTheirBase) {
  LaunchFilesStudy const study("true",
                               "program: [./app.sh, \"{parameters.grid}\"]\n"
                               "parameters: {grid: [\"1,1\", \"2,1\"]}\n"
                               "zip: [[ranks, parameters.grid]]\n");
  ASSERT_EQ(study->run(), 0) << study->output();
  for (auto const& record : study->lines("record"))
    EXPECT_EQ(record["following"], Json({"parameters.grid"}));
  for (auto const& point : study->lines("study")[0]["points"])
    EXPECT_EQ(point["following"], Json({"parameters.grid"}));
}

}  // namespace
}  // namespace assay
