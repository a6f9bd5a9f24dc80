// SPDX-License-Identifier: Apache-2.0
// What came with a program is found from where the program lies.
#include "site/project_directory.hpp"

#include <gmock/gmock.h>

#include "os/errors.hpp"
#include "scratch.hpp"

namespace assay {
namespace {

namespace fs = std::filesystem;

TEST(ProjectDirectory, IsTheNearestAboveTheProgramThatHasTheAnalysis) {
  Scratch const scratch;
  auto const prefix = scratch.path() / "a prefix" / "lib" / "assay";
  fs::create_directories(scratch.path() / "analysis" / "scaling");
  fs::create_directories(prefix / "analysis" / "scaling");
  EXPECT_EQ(project_directory_of(prefix / "bin" / "assay"), prefix);
  EXPECT_EQ(project_directory_of(prefix / "build" / "release" / "bin" / "assay"),
            prefix);
}

TEST(ProjectDirectory, IsToldToBeMissingByAProgramThatWasCopiedAlone) {
  Scratch const scratch;
  try {
    project_directory_of(scratch.path() / "bin" / "assay");
    FAIL() << "found something";
  } catch (EnvironmentError const& problem) {
    EXPECT_THAT(problem.what(), testing::HasSubstr("copy the whole installation"));
  }
}

}  // namespace
}  // namespace assay
