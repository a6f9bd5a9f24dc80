// SPDX-License-Identifier: Apache-2.0
// Words of launchers and wrappers: what a launch is started with.
#include "model/own_launcher.hpp"

#include <gmock/gmock.h>

#include "execute/attempt.hpp"
#include "records/point_json.hpp"

namespace assay {
namespace {

using testing::Contains;
using testing::Each;
using testing::ElementsAre;
using testing::Not;
using testing::StartsWith;

Point launched_by(std::vector<std::string> words, bool needs_job = false) {
  Point point;
  point.kernel = "app";
  point.program = std::make_shared<Program const>(Program{"app", {"./app", "{ranks}"}});
  point.ranks = 4;
  point.threads = 2;
  point.nodes = 2;
  point.launcher = "flux";
  point.own_launcher = std::make_shared<Launcher const>(
      own_launcher("flux", std::move(words), needs_job));
  return point;
}

AttemptSpec launch_of(Point point) {
  AttemptSpec spec;
  spec.point = std::move(point);
  spec.directory = "/results/s/attempts/a";
  return spec;
}

Argv words_without_environment(Command const& command) {
  Argv words;
  for (auto const& word : command.argv)
    if (word.find('=') == word.npos) words.push_back(word);
  return words;
}

TEST(OwnLauncher, HasItsPlaceholdersFilledBeforeTheProgram) {
  auto const command = make_command(
      launch_of(launched_by({"flux", "run", "-N{nodes}", "-n", "{ranks}", "-c",
                             "{threads}", "--label={attempt_dir}:{ranks_per_node}"})),
      "nonce");
  EXPECT_THAT(
      words_without_environment(command),
      ElementsAre("flux", "run", "-N2", "-n", "4", "-c", "2", "env", testing::_, "4"));
  EXPECT_THAT(command.argv, Contains("--label=/results/s/attempts/a:2"));
}

TEST(OwnLauncher, HandsTheEnvironmentOnInItsWords) {
  auto spec = launch_of(launched_by({"flux", "run"}));
  spec.point.env["UCX_TLS"] = "tcp";
  spec.witness = "/lib/witness.so";
  auto const command = make_command(spec, "nonce");
  for (auto const* word : {"OMP_NUM_THREADS=2", "UCX_TLS=tcp",
                           "LD_PRELOAD=/lib/witness.so", "ASSAY_WITNESS_ALONE=1"})
    EXPECT_THAT(command.argv, Contains(word));
  EXPECT_EQ(command.environment.count("LD_PRELOAD"), 0U) << "is for the ranks alone";
  EXPECT_EQ(command.environment.at("UCX_TLS"), "tcp") << "is the launcher's too";
}

TEST(OwnLauncher, OfDaemonsHasTheWitnessInItsRanksToo) {
  auto spec = launch_of(launched_by({"flux", "run"}, true));
  spec.witness = "/lib/witness.so";
  EXPECT_THAT(make_command(spec, "nonce").argv, Contains("ASSAY_WITNESS_ALONE=1"));
}

TEST(OwnLauncher, SaysWhetherItsRanksDescendFromUs) {
  EXPECT_FALSE(make_command(launch_of(launched_by({"mpirun"})), "n").runs_elsewhere);
  EXPECT_TRUE(make_command(launch_of(launched_by({"flux"}, true)), "n").runs_elsewhere);
  EXPECT_TRUE(launcher_of(launched_by({"mpirun"})).starts_here());
  EXPECT_FALSE(launcher_of(launched_by({"flux"}, true)).starts_here());
}

TEST(OwnLauncher, IsKnownByItsWordsWhateverItsName) {
  auto point = launched_by({"mpiexec"});
  point.launcher = "mpiexec";
  EXPECT_THAT(make_command(launch_of(point), "n").argv, Each(Not(StartsWith("ppr:"))));
}

TEST(OwnLauncher, IsPartOfAPoint) {
  auto const point = launched_by({"flux", "run"});
  auto other = launched_by({"flux", "run", "-o"});
  EXPECT_NE(point_id(point, ""), point_id(other, ""));
  auto const read = parse_point(to_text(to_json(point)));
  EXPECT_EQ(point_id(read, ""), point_id(point, ""));
  EXPECT_THAT(launcher_of(read).own.words, ElementsAre("flux", "run"));
}

TEST(Wrapper, IsPartOfAPoint) {
  auto point = launched_by({"flux"});
  auto const without = point_id(point, "");
  point.wrap = std::make_shared<CommandPrefix const>(CommandPrefix{{"nice"}, {}, {}});
  EXPECT_NE(point_id(point, ""), without);
  EXPECT_EQ(point_id(parse_point(to_text(to_json(point))), ""), point_id(point, ""));
}

TEST(Wrapper, StandsBehindTheEnvironmentAndIsReadFromTheStudy) {
  auto point = launched_by({"flux"});
  point.wrap = std::make_shared<CommandPrefix const>(
      CommandPrefix{{"perf", "-o", "{attempt_dir}/{ranks}", "./x"}, "/studies", {}});
  auto const command = make_command(launch_of(point), "n");
  EXPECT_THAT(words_without_environment(command),
              ElementsAre("flux", "env", "perf", "-o", "/results/s/attempts/a/4",
                          "/studies/x", testing::_, "4"));
}

}  // namespace
}  // namespace assay
