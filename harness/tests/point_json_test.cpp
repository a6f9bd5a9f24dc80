// SPDX-License-Identifier: Apache-2.0
// A point as JSON: the bytes that its id is made of.
#include "records/point_json.hpp"

#include <gmock/gmock.h>

#include "records/members.hpp"

namespace assay {
namespace {

Point plain() {
  Point point;
  point.kernel = "pi";
  point.samples = 1'000'000;
  point.ranks = 4;
  point.threads = 2;
  point.seed = 0x548c9decbce65297;
  point.series = {Scaling::strong, Scaling::weak};
  return point;
}

Point with_everything() {
  Point point;
  point.kernel = "ising";
  point.samples = 18'446'744'073'709'551'615U;
  point.nodes = 2;
  point.ranks = 8;
  point.backend = "cuda";
  point.ranks_per_gpu = 2;
  point.launcher = "srun";
  point.repetitions = 3;
  point.ceiling_repetitions = 5;
  point.parameters = {{"beta", 0.25},
                      {"big", std::int64_t{-9007199254740993}},
                      {"small", 1e-7},
                      {"text", std::string("a \"b\" ü")},
                      {"whole", 2.0}};
  point.env = {{"A", ""}, {"B", "x=y"}};
  return point;
}

Point of_program() {
  Point point;
  point.kernel = "lammps";
  point.program = std::make_shared<Program const>(
      Program{.name = "lammps", .argv = {"./lmp", "-in", "{parameters.i}"}});
  point.samples = 1;
  point.ranks = 2;
  point.launcher = "local";
  point.seed = 7;
  point.repetitions = 1;
  return point;
}

// Made by hashing the texts by hand. A study goes on with its points by their ids: a
// byte that changes here orphans every journal there is.
TEST(PointId, HasNotChanged) {
  EXPECT_EQ(point_id(plain(), "worker"), "cd173dde5ef4a046");
  EXPECT_EQ(point_id(with_everything(), ""), "c2f0ebf45eedb72b");
  EXPECT_EQ(point_id(of_program(), "files"), "3df210220fd8cc84");
}

TEST(PointId, IsNotThatOfItsSeries) {
  auto other = plain();
  other.series = {Scaling::weak};
  EXPECT_EQ(point_id(other, "worker"), point_id(plain(), "worker"));
  EXPECT_NE(point_id(other, "rebuilt"), point_id(plain(), "worker"));
}

TEST(PointJson, IsReadAsItIsWritten) {
  for (auto const& point : {plain(), with_everything(), of_program()}) {
    auto const text = to_text(to_json(point));
    auto const read = parse_point(text);
    EXPECT_EQ(to_text(to_json(read)), text);
    EXPECT_EQ(read.parameters, point.parameters);
  }
  EXPECT_EQ(parse_point(to_text(to_json(of_program()))).program->name, "lammps");
}

TEST(PointJson, HasTheSideOfAComparison) {
  auto point = plain();
  auto const id = point_id(point, "worker");
  point.side = "B";
  EXPECT_EQ(to_json(point).at("side"), "B");
  EXPECT_EQ(parse_point(to_text(to_json(point))).side, "B");
  EXPECT_NE(point_id(point, "worker"), id);
}

TEST(PointJson, HasTheJobThatABaseIsCopiedInto) {
  auto copy = plain();
  EXPECT_FALSE(to_json(copy).contains("job_nodes"));
  copy.job_nodes = 4;
  EXPECT_EQ(parse_point(to_text(to_json(copy))).job_nodes, 4);
  EXPECT_NE(point_id(copy, "worker"), point_id(plain(), "worker"));
}

TEST(PointJson, HasWhatALaunchFindsAroundIt) {
  auto point = of_program();
  auto program = *point.program;
  program.launch_files.own_directory = true;
  auto const bare = [&] {
    point.program = std::make_shared<Program const>(program);
    return to_json(point);
  };
  EXPECT_EQ(bare().at("working_directory"), "own");
  program.launch_files.files["in.dat"] = {InputFile::How::filled, "in.dat.in", {}};
  program.launch_files.files["mesh"] = {InputFile::How::linked, "mesh.bin", {}};
  program.launch_files.input = InputFile{InputFile::How::linked, "words", {}};
  point.derived = {{"px", "2"}};
  auto const json = bare();
  EXPECT_FALSE(json.contains("working_directory")) << "files say it";
  EXPECT_EQ(to_text(json.at("files")),
            R"({"in.dat":{"template":"in.dat.in"},"mesh":{"link":"mesh.bin"}})");
  EXPECT_EQ(to_text(json.at("stdin")), R"({"link":"words"})");
  auto const read = parse_point(to_text(json));
  EXPECT_EQ(to_text(to_json(read)), to_text(json));
  EXPECT_EQ(read.derived, point.derived);
}

TEST(PointJson, PassesOverWhatIsNotItsOwn) {
  auto value = to_json(plain());
  value["point"] = "0123";
  value["series"] = series_json(plain());
  EXPECT_EQ(parse_point(to_text(value)).series, plain().series);
}

TEST(PointJson, RefusesWhatIsNoPoint) {
  for (auto const* text :
       {"", "{}", "[]", R"({"kernel":7})", R"({"kernel":""})",
        R"({"kernel":"pi","samples":5})", R"({"kernel":"pi","samples":"1e6"})",
        R"({"kernel":"pi","seed":"7"})", R"({"kernel":"pi","ranks":1.5})",
        R"({"kernel":"pi","ranks":null})", R"({"kernel":"pi","ranks":99999999999})"})
    EXPECT_THROW(parse_point(text), MalformedError) << text;
}

}  // namespace
}  // namespace assay
