// SPDX-License-Identifier: Apache-2.0
// The private directories of launches go with those whose they are.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <future>
#include <thread>

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

/// Locks the directory as one that sweeps does, as soon as it is there, for 20 ms.
bool is_first_to_lock(fs::path const& directory, std::atomic<bool> const& done) {
  int file = -1;
  while (file < 0 && !done) file = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY);
  bool const is_first = file >= 0 && ::flock(file, LOCK_EX | LOCK_NB) == 0;
  if (is_first) std::this_thread::sleep_for(std::chrono::milliseconds(20));
  if (file >= 0) ::close(file);
  return is_first;
}

TEST_F(ScratchDirectories, HaveTheirOwnerThoughAnotherSweepsJustThen) {
  bool has_met = false;
  for (int n = 0; n < 5000 && !has_met; ++n) {
    std::atomic<bool> done{false};
    auto const path = scratch_path(nonce_);
    auto other =
        std::async(std::launch::async, is_first_to_lock, path, std::cref(done));
    LaunchScratch const launch(nonce_);
    done = true;
    has_met = other.get();
    age(path);
    sweep_scratch();
    EXPECT_TRUE(fs::exists(path));
    remove_scratch(nonce_);
  }
  if (!has_met) GTEST_SKIP() << "the two never met";
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
