// SPDX-License-Identifier: Apache-2.0
#include "site/locate_program.hpp"

#include <gmock/gmock.h>

#include "scratch.hpp"

namespace assay {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class LocateProgram : public testing::Test {
 protected:
  LocateProgram() {
    fs::create_directory(scratch_ / "bin");
    put(scratch_ / "bin/tool", "#!/bin/true\n");
    fs::permissions(scratch_ / "bin/tool", fs::perms::owner_all);
    put(scratch_ / "input", "1");
  }

  Program locate(std::vector<std::string> argv) const {
    Program program;
    program.name = "x";
    program.argv = std::move(argv);
    return locate_program(program, scratch_ / "study.yaml",
                          (scratch_ / "bin/tool").string(),
                          "/nowhere:" + (scratch_ / "bin").string());
  }

  Scratch scratch_;
};

TEST_F(LocateProgram, FindsItOnThePathOrBesideTheStudy) {
  EXPECT_EQ(locate({"tool"}).fault, "");
  EXPECT_EQ(locate({"./bin/tool"}).fault, "");
  EXPECT_EQ(locate({"{study_dir}/bin/tool"}).fault, "");
  EXPECT_EQ(locate({"{python}", "./input"}).fault, "");
  EXPECT_EQ(locate({"./bin/{parameters.build}"}).fault, "") << "differs by point";
}

TEST_F(LocateProgram, SaysWhyItCannotBeStarted) {
  EXPECT_EQ(locate({"tol"}).fault, "program x: tol is not on PATH (/nowhere:" +
                                       (scratch_ / "bin").string() + ")");
  EXPECT_THAT(locate({"./tool"}).fault, HasSubstr("no file"));
  EXPECT_THAT(locate({"./input"}).fault, HasSubstr("is not executable"));
  EXPECT_THAT(locate({"{python}", "./none.py"}).fault, HasSubstr("no file"));
}

TEST_F(LocateProgram, SaysHowToNameAFileBesideTheStudy) {
  EXPECT_THAT(locate({"input"}).fault,
              HasSubstr("; there is one beside the study: write ./input"));
  EXPECT_THAT(locate({"python3", "input"}).fault, HasSubstr("is not on PATH"));
  EXPECT_THAT(locate({"{python}", "input"}).fault,
              HasSubstr("no file input in the directory of a launch, which is its own; "
                        "there is one beside the study: write ./input"));
}

TEST_F(LocateProgram, SaysWhichInterpreterIsMissing) {
  auto const script = [&](std::string const& head) {
    put(scratch_ / "bin/script", head + "\necho\n");
    fs::permissions(scratch_ / "bin/script", fs::perms::owner_all);
    return locate({"script"}).fault;
  };
  EXPECT_EQ(script("#!/bin/sh -e"), "");
  EXPECT_EQ(script("#! /usr/bin/env tool"), "");
  EXPECT_EQ(script("echo"), "");
  EXPECT_THAT(script("#!/opt/none/python3 -u"),
              HasSubstr("/bin/script asks for the interpreter /opt/none/python3, which "
                        "is not there"));
  EXPECT_THAT(
      script("#!/usr/bin/env pyton3"),
      HasSubstr("asks for the interpreter pyton3, which is not on PATH (/nowhere:"));
}

TEST_F(LocateProgram, LooksFromWhereTheProgramRuns) {
  fs::create_directory(scratch_ / "runs");
  put(scratch_ / "runs/script.py", "");
  put(scratch_ / "runs/out", "1");
  Program program;
  program.name = "x";
  program.argv = {"{python}", "script.py", "out", "./out"};
  program.working_directory = "runs";
  auto const located = [&] {
    return locate_program(program, scratch_ / "study.yaml",
                          (scratch_ / "bin/tool").string(), "");
  };
  EXPECT_EQ(located().fault, "");
  EXPECT_THAT(located().files,
              testing::ElementsAre(HasSubstr("bin/tool"), HasSubstr("runs/script.py")))
      << "what else is named may be written by the program";
  program.argv[1] = "none.py";
  EXPECT_THAT(located().fault, HasSubstr("runs/none.py"));
  program.working_directory = "none";
  EXPECT_THAT(located().fault, HasSubstr("no directory "));
}

TEST_F(LocateProgram, HashesWhatTheLaunchIsGiven) {
  Program program;
  program.name = "x";
  program.argv = {"{python}", "example.py"};
  program.launch_files.files["example.py"] = {
      InputFile::How::copied, "other.py", {}, (scratch_ / "input").string()};
  auto const found = locate_program(program, scratch_ / "s.yaml",
                                    (scratch_ / "bin/tool").string(), "");
  EXPECT_EQ(found.fault, "") << "it will be there";
  EXPECT_THAT(found.files, testing::Contains((scratch_ / "input").string()));
}

TEST_F(LocateProgram, AnotherFileIsAnotherProgram) {
  auto const before = locate({"tool", "-in", "./input"}).files_sha256;
  EXPECT_EQ(locate({"tool", "-in", "./input"}).files_sha256, before);
  put(scratch_ / "input", "2");
  auto const after = locate({"tool", "-in", "./input"}).files_sha256;
  EXPECT_NE(after, before) << "its input";
  put(scratch_ / "bin/tool", "#!/bin/false\n");
  EXPECT_NE(locate({"tool", "-in", "./input"}).files_sha256, after) << "itself";
}

}  // namespace
}  // namespace assay
