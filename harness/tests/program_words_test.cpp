// SPDX-License-Identifier: Apache-2.0
#include "execute/program_words.hpp"

#include <gmock/gmock.h>

#include "model/own_launcher.hpp"
#include "records/point_json.hpp"
#include "run/gate_probe.hpp"

namespace assay {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;

AttemptSpec spec_of(std::vector<std::string> argv) {
  Program program;
  program.name = "app";
  program.argv = std::move(argv);
  program.study_directory = "/studies";
  program.python = "/usr/bin/python3";
  AttemptSpec spec;
  spec.id = {"p", 4, 2};
  spec.directory = "/results/s/attempts/p-4-2";
  spec.point.kernel = "app";
  spec.point.program = std::make_shared<Program const>(program);
  spec.point.samples = 100;
  spec.point.nodes = 2;
  spec.point.ranks = 4;
  spec.point.threads = 3;
  spec.point.seed = 16;
  spec.point.parameters = {{"size", std::int64_t{7}}, {"step", 0.5}, {"kind", "big"}};
  spec.point.env = {{"MODE", "fast"}};
  return spec;
}

TEST(ProgramWords, HoldEveryValueOfThePoint) {
  EXPECT_THAT(program_words(spec_of({"./app", "../in",
                                     "{samples}-{nodes}-{ranks}-"
                                     "{ranks_per_node}-{threads}-"
                                     "{cores}-{seed}",
                                     "{launch}", "{attempt_dir}", "{results_dir}",
                                     "{study_dir}", "{python}",
                                     "{parameters.size},{parameters.step},"
                                     "{parameters.kind}",
                                     "{env.MODE}"})),
              ElementsAre("/studies/app", "/in", "100-2-4-2-3-12-16", "4",
                          "/results/s/attempts/p-4-2", "/results/s", "/studies",
                          "/usr/bin/python3", "7,0.5,big", "fast"));
}

TEST(ProgramWords, FollowThoseOfTheLauncherAsTheProbesDo) {
  auto spec = spec_of({"app"});
  auto probe = spec;
  probe.point = probe_point(spec.point);
  probe.look = "assay-look";
  auto words = make_command(spec, "0123456789abcdef").argv;
  auto probes = make_command(probe, "0123456789abcdef").argv;
  EXPECT_EQ(words.back(), "app");
  words.pop_back();
  EXPECT_EQ(probes.back(), "/results/s/attempts/p-4-2/places");
  EXPECT_EQ(probes[probes.size() - 2], "assay-look");
  probes.resize(probes.size() - 2);
  EXPECT_EQ(words, probes);
  EXPECT_THAT(words, Contains("ASSAY_RESULT"));
}

TEST(ProgramWords, BehindALauncherAndAWrapperThatNameWhatIsDerived) {
  auto spec = spec_of({"app", "{side}"});
  spec.point.derived = {{"side", "9"}, {"px", "2"}, {"grid", "2,2,1"}};
  spec.point.own_launcher = std::make_shared<Launcher const>(
      own_launcher("site", {"site-run", "--grid={grid}"}, false));
  spec.point.wrap =
      std::make_shared<CommandPrefix const>(CommandPrefix{{"wrap", "{px}"}, {}, {}});
  auto const words = make_command(spec, "0123456789abcdef").argv;
  EXPECT_EQ(words[1], "--grid=2,2,1");
  EXPECT_EQ(Argv(words.end() - 4, words.end()), (Argv{"wrap", "2", "app", "9"}));
  spec.point = probe_point(spec.point);
  EXPECT_EQ(spec.point.derived,
            (std::map<std::string, std::string>{{"grid", "2,2,1"}, {"px", "2"}}))
      << "another value there is another launch";
  spec.look = "assay-look";
  EXPECT_EQ(make_command(spec, "0123456789abcdef").argv[1], "--grid=2,2,1");
}

AttemptSpec spec_in(std::string const& directory) {
  auto spec = spec_of({"./app", "./in", "{ranks}"});
  Program program = *spec.point.program;
  program.working_directory = directory;
  spec.point.program = std::make_shared<Program const>(program);
  return spec;
}

TEST(ProgramWords, AreLeftToAProgramThatRunsWhereTheStudySays) {
  EXPECT_THAT(program_words(spec_in("runs")), ElementsAre("/studies/app", "./in", "4"));
  EXPECT_THAT(program_words(spec_in("")),
              ElementsAre("/studies/app", "/studies/in", "4"));
}

TEST(WorkingDirectory, IsThatOfTheLaunchUnlessTheStudySays) {
  std::string const nonce = "0123456789abcdef";
  EXPECT_EQ(make_command(spec_in(""), nonce).directory, "/results/s/attempts/p-4-2");
  EXPECT_EQ(make_command(spec_in("../runs"), nonce).directory, "/runs");
  auto probe = spec_in("../runs");
  probe.point = probe_point(probe.point);
  probe.look = "assay-look";
  EXPECT_EQ(make_command(probe, nonce).directory, "/results/s/attempts/p-4-2");
}

TEST(WorkingDirectory, IsPartOfAPointOnlyWhereItIsGiven) {
  auto const at = spec_in("runs").point;
  EXPECT_EQ(to_json(at)["working_directory"], "runs");
  EXPECT_EQ(parse_point(to_text(to_json(at))).program->working_directory, "runs");
  auto const own = spec_in("").point;
  EXPECT_FALSE(to_json(own).contains("working_directory"));
  EXPECT_NE(point_id(at, "hash"), point_id(own, "hash"));
}

TEST(PointId, DependsOnTheVectorOfAProgram) {
  auto const one = spec_of({"app", "a"}).point;
  auto const other = spec_of({"app", "b"}).point;
  EXPECT_NE(point_id(one, "hash"), point_id(other, "hash"));
}

}  // namespace
}  // namespace assay
