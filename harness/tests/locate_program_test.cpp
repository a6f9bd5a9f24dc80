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
  EXPECT_EQ(locate({"tol"}).fault, "program x: tol is not on PATH");
  EXPECT_THAT(locate({"./tool"}).fault, HasSubstr("no file"));
  EXPECT_THAT(locate({"./input"}).fault, HasSubstr("is not executable"));
  EXPECT_THAT(locate({"{python}", "./none.py"}).fault, HasSubstr("no file"));
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
