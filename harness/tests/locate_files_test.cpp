// SPDX-License-Identifier: Apache-2.0
#include "site/locate_files.hpp"

#include <gmock/gmock.h>

#include "scratch.hpp"

namespace assay {
namespace {

using ::testing::HasSubstr;

class LocateFiles : public testing::Test {
 protected:
  LocateFiles() {
    study_.file = (scratch_ / "s.yaml").string();
    study_.text = "files: {}";
    study_.placeholders = {"ranks", "px"};
    put(scratch_ / "in.dat", "{px} {{ {ranks} }}\n");
  }

  LaunchFiles locate(InputFile::How how, std::string const& source) {
    study_.launch_files.files["in"] = {how, source, {1, 1}};
    return locate_files(study_);
  }

  std::string fault(InputFile::How how, std::string const& source) try {
    locate(how, source);
    return "";
  } catch (ConfigError const& error) {
    return error.what();
  }

  Scratch scratch_;
  Study study_;
};

using How = InputFile::How;

TEST_F(LocateFiles, FindsThemFromTheStudysDirectory) {
  auto const found = locate(How::filled, "in.dat").files.at("in");
  EXPECT_EQ(found.path, (scratch_ / "in.dat").string());
  EXPECT_EQ(found.text, "{px} {{ {ranks} }}\n");
  EXPECT_EQ(locate(How::copied, (scratch_ / "in.dat").string()).files.at("in").text,
            "");
}

TEST_F(LocateFiles, AreToBeThere) {
  EXPECT_THAT(fault(How::copied, "none"),
              HasSubstr("s.yaml:1:1: error: 'none': no file"));
}

TEST_F(LocateFiles, OfADirectoryAreAllBelowIt) {
  create_directories(scratch_ / "case/mesh/empty");
  EXPECT_THAT(fault(How::copied, "case"), HasSubstr("a directory without a file"));
  put(scratch_ / "case/control", "1");
  put(scratch_ / "case/mesh/points", "{2");
  for (auto const how : {How::copied, How::linked}) {
    auto const found = locate(how, "case").files;
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found.at("in/control").path, (scratch_ / "case/control").string());
    EXPECT_EQ(found.at("in/mesh/points").source, "case/mesh/points");
    EXPECT_EQ(found.at("in/mesh/points").how, how);
  }
  EXPECT_THAT(fault(How::filled, "case"), HasSubstr("a directory is no template"));
}

TEST_F(LocateFiles, SayWhereATemplateIsWrong) {
  put(scratch_ / "wrong", "first\n  {py} {samples}\n}\n");
  auto const told = fault(How::filled, "wrong");
  EXPECT_THAT(told, HasSubstr("wrong:2:3: error: the placeholder '{py}' is not known"));
  EXPECT_THAT(told, HasSubstr("wrong:2:8: error"));
  EXPECT_THAT(told, HasSubstr("The study gives no 'samples'"));
  EXPECT_THAT(told, HasSubstr("wrong:3:1: error: a template has a brace"));
  EXPECT_EQ(fault(How::copied, "wrong"), "") << "what is copied may hold anything";
}

TEST_F(LocateFiles, HoldTemplatesOfBoundedSize) {
  put(scratch_ / "large", std::string((1 << 20) + 1, ' '));
  EXPECT_THAT(fault(How::filled, "large"), HasSubstr("at most 1 MiB"));
  EXPECT_EQ(fault(How::copied, "large"), "");
}

}  // namespace
}  // namespace assay
