// SPDX-License-Identifier: Apache-2.0
#include "os/host_lock.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <future>
#include <memory>
#include <thread>

#include "os/errors.hpp"
#include "os/lock.hpp"
#include "scoped_variable.hpp"

namespace assay {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

class HostLock : public testing::Test {
 protected:
  ~HostLock() override { fs::remove(file_); }
  fs::path file_ =
      fs::path(testing::TempDir()) / ("host-lock-" + std::to_string(getpid()));
};

TEST_F(HostLock, IsHeldByOneAtATime) {
  auto turn = take_turn({file_, 1});
  EXPECT_TRUE(turn.held());
  int waits = 0;
  EXPECT_THROW(take_turn({file_, 0.1, [&] { ++waits; }}), LockedError);
  EXPECT_EQ(waits, 1);
  turn = HostTurn();
  EXPECT_TRUE(take_turn({file_, 0.1}).held());
}

TEST_F(HostLock, WaitsForItsTurn) {
  auto turn = std::make_unique<HostTurn>(take_turn({file_, 1}));
  std::thread holder([&] {
    std::this_thread::sleep_for(200ms);
    turn.reset();
  });
  auto const begin = std::chrono::steady_clock::now();
  EXPECT_TRUE(take_turn({file_, 60}).held());
  EXPECT_GE(std::chrono::steady_clock::now() - begin, 150ms);
  holder.join();
}

TEST_F(HostLock, IsNotFooledByAFileThatWasRemoved) {
  auto const turn = take_turn({file_, 1});
  fs::remove(file_);  // as a cleaner of /tmp does
  auto const other = take_turn({file_, 1});
  EXPECT_TRUE(other.held());
  EXPECT_THROW(take_turn({file_, 0.1}), LockedError);
}

TEST_F(HostLock, IsNotHadByWhoWaitedForAFileThatWasRemoved) {
  auto first = std::make_unique<HostTurn>(take_turn({file_, 1}));
  auto waiter = std::async(std::launch::async, [this] {
    return take_turn({file_, 9});
  });
  std::this_thread::sleep_for(100ms);  // it waits by now
  fs::remove(file_);
  auto other = std::make_unique<HostTurn>(take_turn({file_, 1}));
  first.reset();
  EXPECT_EQ(waiter.wait_for(200ms), std::future_status::timeout);
  other.reset();
  EXPECT_TRUE(waiter.get().held());
}

TEST_F(HostLock, NeedsNoRightToWriteTheFileOfAnotherUser) {
  std::ofstream(file_) << "";
  fs::permissions(file_, fs::perms::owner_read);
  EXPECT_TRUE(take_turn({file_, 1}).held());
}

TEST_F(HostLock, DoesNotFollowALink) {
  auto const target = file_.string() + ".target";
  fs::create_symlink(target, file_);
  EXPECT_FALSE(take_turn({file_, 1}).held());
  EXPECT_FALSE(fs::exists(target));
}

TEST_F(HostLock, CanBeNamedOrSwitchedOff) {
  ScopedVariable const named("ASSAY_HOST_LOCK", "/x/y");
  EXPECT_EQ(host_lock_file(), "/x/y");
  ScopedVariable const off("ASSAY_HOST_LOCK", "off");
  EXPECT_EQ(host_lock_file(), "");
  EXPECT_FALSE(take_turn({host_lock_file()}).held());
  ScopedVariable const none("ASSAY_HOST_LOCK", "");
  EXPECT_EQ(host_lock_file(), "/tmp/assay-host.lock");
}

}  // namespace
}  // namespace assay
