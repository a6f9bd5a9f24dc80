// SPDX-License-Identifier: Apache-2.0
// One holder at a time.
#include "os/lock.hpp"

#include <gmock/gmock.h>

#include <atomic>
#include <barrier>
#include <optional>
#include <thread>
#include <vector>

#include "os/errors.hpp"
#include "os/lock_owner.hpp"
#include "scratch.hpp"

namespace assay {
namespace {

TEST(Lock, IsFreeAgainOnceItsHolderIsGone) {
  Scratch const scratch;
  { Lock const first(scratch / "lock"); }
  EXPECT_NO_THROW(Lock(scratch / "lock"));
}

TEST(Lock, GoesToOneOfEight) {
  Scratch const scratch;
  std::atomic<int> won = 0;
  std::atomic<int> refused = 0;
  std::barrier start(8);
  std::barrier end(8);
  std::vector<std::jthread> openers;
  for (int i = 0; i < 8; ++i) {
    openers.emplace_back([&] {
      std::optional<Lock> lock;
      start.arrive_and_wait();
      try {
        lock.emplace(scratch / "lock");
        ++won;
      } catch (LockedError const&) {
        ++refused;
      }
      end.arrive_and_wait();
    });
  }
  openers.clear();
  EXPECT_EQ(won, 1);
  EXPECT_EQ(refused, 7);
}

TEST(Lock, SeesThatItsFileWasRemovedOrReplaced) {
  Scratch const scratch;
  Lock const lock(scratch / "lock");
  EXPECT_NO_THROW(lock.require_held());
  std::filesystem::remove(scratch / "lock");
  EXPECT_THROW(lock.require_held(), LockedError);
  Lock const other(scratch / "lock");
  EXPECT_NO_THROW(other.require_held());
  EXPECT_THROW(lock.require_held(), LockedError);
}

TEST(Lock, DoesNotCareForForgedText) {
  for (auto const* text : {"", "garbage", "{\"pid\": 1}"}) {
    Scratch const scratch;
    put(scratch / "lock", text);
    EXPECT_NO_THROW(Lock(scratch / "lock"));
  }
}

TEST(Lock, RespectsALivingOwnerWithoutFlock) {
  Scratch const scratch;
  put(scratch / "lock.exclusive", to_text(this_process()));
  EXPECT_THROW(Lock(scratch / "lock"), LockedError);
}

TEST(Lock, RemovesADeadOwnerWithoutFlock) {
  Scratch const scratch;
  auto dead = this_process();
  dead.start_ticks += 1;
  put(scratch / "lock.exclusive", to_text(dead));
  EXPECT_NO_THROW(Lock(scratch / "lock"));
  EXPECT_FALSE(std::filesystem::exists(scratch / "lock.exclusive"));
}

}  // namespace
}  // namespace assay
