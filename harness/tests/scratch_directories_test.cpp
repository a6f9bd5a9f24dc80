// SPDX-License-Identifier: Apache-2.0
// The private directories of launches go with those whose they are.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>

#include "execute/attempt.hpp"
#include "execute/scratch.hpp"
#include "scoped_variable.hpp"
#include "scratch.hpp"

namespace assay {
namespace {

namespace fs = std::filesystem;

class ScratchDirectories : public testing::Test {
 protected:
  /// As if the launch had begun a minute ago.
  static void age(fs::path const& directory) {
    fs::last_write_time(directory,
                        fs::file_time_type::clock::now() - std::chrono::minutes(1));
  }

  ~ScratchDirectories() override { remove_scratch(nonce_); }

  Scratch root_;
  ScopedVariable tmpdir_{"TMPDIR", root_.path().string()};
  std::string nonce_ = make_nonce();
};

TEST_F(ScratchDirectories, OfALaunchThatLivesAreNotSwept) {
  LaunchScratch const launch(nonce_);
  age(scratch_path(nonce_));
  age(memory_path(nonce_));
  sweep_scratch();
  EXPECT_TRUE(fs::exists(scratch_path(nonce_)));
  EXPECT_TRUE(fs::exists(memory_path(nonce_)));
}

TEST_F(ScratchDirectories, OfAHarnessThatWasKilledAreSwept) {
  pid_t const harness = ::fork();
  if (harness == 0) {
    LaunchScratch const launch(nonce_);
    ::raise(SIGKILL);
  }
  ::waitpid(harness, nullptr, 0);
  put(scratch_path(nonce_) / "left", "");
  for (auto const& directory : {scratch_path(nonce_), memory_path(nonce_)}) {
    ASSERT_TRUE(fs::exists(directory));
    age(directory);
  }
  sweep_scratch();
  EXPECT_FALSE(fs::exists(scratch_path(nonce_)));
  EXPECT_FALSE(fs::exists(memory_path(nonce_)));
}

TEST_F(ScratchDirectories, ThatWereJustMadeMayHaveNoOwnerYet) {
  fs::create_directory(scratch_path(nonce_));
  sweep_scratch();
  EXPECT_TRUE(fs::exists(scratch_path(nonce_)));
}

TEST_F(ScratchDirectories, OfOtherNamesAreNotOurs) {
  for (auto const* name :
       {"assay-0123", "assay-0123456789abcdeg", "assay-test-abcdef"}) {
    fs::create_directory(root_ / name);
    age(root_ / name);
  }
  fs::create_directory_symlink(root_ / "assay-0123", root_ / "assay-0123456789abcdef");
  sweep_scratch();
  for (auto const* name : {"assay-0123", "assay-0123456789abcdeg", "assay-test-abcdef",
                           "assay-0123456789abcdef"})
    EXPECT_TRUE(fs::exists(root_ / name)) << name;
}

}  // namespace
}  // namespace assay
