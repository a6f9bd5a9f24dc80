// SPDX-License-Identifier: Apache-2.0
// When the owner of a lock counts as dead.
#include "os/lock_owner.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include "os/process_table.hpp"

namespace assay {
namespace {

LockOwner const us{"n1", 10, 5000, "boot-a", "pid:[1]", "2026-01-01T00:00:00Z"};
LockOwner const owner{"n1", 4711, 900, "boot-a", "pid:[1]", "2026-01-01T00:00:00Z"};

TEST(LifeOf, NeedsPidAndStartTime) {
  EXPECT_EQ(life_of(owner, us, 900), Life::alive);
  EXPECT_EQ(life_of(owner, us, 901), Life::dead);
  EXPECT_EQ(life_of(owner, us, 0), Life::dead);
}

TEST(LifeOf, EndsWithTheBoot) {
  auto rebooted = owner;
  rebooted.boot_id = "boot-b";
  EXPECT_EQ(life_of(rebooted, us, 900), Life::dead);
}

TEST(LifeOf, IsUnknownElsewhere) {
  auto other_host = owner;
  other_host.host = "n2";
  other_host.boot_id = "boot-b";
  EXPECT_EQ(life_of(other_host, us, 0), Life::unknown);
  auto other_container = owner;
  other_container.pid_namespace = "pid:[2]";
  EXPECT_EQ(life_of(other_container, us, 0), Life::unknown);
}

TEST(LifeOf, IsUnknownWithoutProc) {
  auto without_proc = us;
  without_proc.start_ticks = 0;
  EXPECT_EQ(life_of(owner, without_proc, 0), Life::unknown);
}

TEST(LifeOf, NeverTakesAForgedZeroForAlive) {
  auto forged = owner;
  forged.start_ticks = 0;
  EXPECT_EQ(life_of(forged, us, 0), Life::dead);
}

TEST(LockOwnerText, ComesBack) {
  auto const owner_now = this_process();
  auto const back = owner_from(to_text(owner_now));
  ASSERT_TRUE(back);
  EXPECT_EQ(back->pid, ::getpid());
  EXPECT_EQ(back->host, owner_now.host);
  EXPECT_EQ(back->boot_id, owner_now.boot_id);
  EXPECT_FALSE(back->boot_id.empty());
  EXPECT_EQ(life_of(*back, this_process(), start_ticks_of(::getpid())), Life::alive);
}

TEST(LockOwnerText, OfAnythingElseIsNoOwner) {
  for (auto const* text :
       {"", "\n", "{}", "[]", "{\"host\":1}", "not json", "{\"pid\":"}) {
    EXPECT_FALSE(owner_from(text)) << text;
  }
}

}  // namespace
}  // namespace assay
