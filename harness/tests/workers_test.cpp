// SPDX-License-Identifier: Apache-2.0
// Workers beside the program, and those of a build for a GPU beside its build.
#include "site/workers.hpp"

#include <gmock/gmock.h>

#include <fstream>

#include "scoped_variable.hpp"
#include "scratch.hpp"

namespace assay {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;

void add_program(fs::path const& file) {
  fs::create_directories(file.parent_path());
  std::ofstream(file) << "#!/bin/sh\n";
  fs::permissions(file, fs::perms::owner_all);
}

TEST(Workers, OfAGpuMayLieInTheBuildOfTheirPreset) {
  Scratch const scratch;
  auto const own = scratch.path() / "build/release/bin";
  auto const other = scratch.path() / "build/cuda/bin/assay-worker-cuda";
  add_program(own / "assay-worker-openmp");
  ScopedVariable const directory("ASSAY_WORKER_DIR", own);
  EXPECT_THAT(built_backends(), ElementsAre("openmp"));
  EXPECT_EQ(worker_path("cuda"), own / "assay-worker-cuda");
  add_program(other);
  EXPECT_THAT(built_backends(), ElementsAre("cuda", "openmp"));
  EXPECT_EQ(worker_path("cuda"), other);
  add_program(own / "assay-worker-cuda");
  EXPECT_THAT(built_backends(), ElementsAre("cuda", "openmp"));
  EXPECT_EQ(worker_path("cuda"), own / "assay-worker-cuda");
}

TEST(Workers, AreThoseOfAssayBuildWhereNoneCameWithTheProgram) {
  Scratch const scratch;
  ScopedVariable const cache("XDG_CACHE_HOME", scratch.path());
  ScopedVariable const none("ASSAY_WORKER_DIR", "");
  auto const built = worker_build_directory() / "bin";
  EXPECT_EQ(built.parent_path().parent_path(), scratch.path() / "assay");
  add_program(built / "assay-worker-openmp");
  std::ofstream(built / "kernels.json") << "{}";
  auto const own = fs::read_symlink("/proc/self/exe").parent_path();
  bool const has_own = fs::exists(own / "kernels.json");
  EXPECT_EQ(worker_directory(), has_own ? own : built);
}

}  // namespace
}  // namespace assay
