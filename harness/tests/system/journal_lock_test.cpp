// SPDX-License-Identifier: Apache-2.0
// Writers in several processes, with flock and without.
#include <gmock/gmock.h>

#include <memory>

#include "acknowledged.hpp"
#include "child.hpp"
#include "os/lock_owner.hpp"
#include "scratch.hpp"

namespace assay {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

/// The parameter is the library to preload: none, or the one that takes flock away.
class JournalLock : public testing::TestWithParam<char const*> {
 protected:
  std::unique_ptr<Child> writer(char const* count) const {
    return std::make_unique<Child>(
        std::vector<std::string>{JOURNAL_WRITER, (scratch_ / "journal.jsonl").string(),
                                 count, "1"},
        GetParam());
  }

  Scratch scratch_;
};

TEST_P(JournalLock, GoesToOneOfEightAndNamesIt) {
  std::vector<std::unique_ptr<Child>> writers;
  for (int i = 0; i < 8; ++i) writers.push_back(writer("0"));
  std::vector<Child*> refused;
  ASSERT_TRUE(within(10, [&] {
    refused.clear();
    for (auto const& child : writers) {
      siginfo_t info{};
      ::waitid(P_PID, static_cast<id_t>(child->pid()), &info,
               WEXITED | WNOHANG | WNOWAIT);
      if (info.si_pid != 0) refused.push_back(child.get());
    }
    return refused.size() >= 7;
  })) << refused.size();
  ASSERT_EQ(refused.size(), 7U);
  auto const winner =
      std::find_if(writers.begin(), writers.end(), [&](auto const& child) {
        return std::find(refused.begin(), refused.end(), child.get()) == refused.end();
      });
  auto const name = "process " + std::to_string((*winner)->pid()) + " on ";
  for (auto* const child : refused) {
    EXPECT_EQ(child->wait(), 75);
    EXPECT_THAT(child->errors(), HasSubstr(name));
  }
}

TEST_P(JournalLock, IsFreeAfterItsHolderWasKilled) {
  auto const first = writer("0");
  ASSERT_TRUE(within(5, [&] { return !bytes_of(scratch_ / "journal.jsonl").empty(); }));
  EXPECT_EQ(writer("1")->wait(), 75);
  first->kill();
  first->wait();
  EXPECT_EQ(writer("1")->wait(), 0);
}

INSTANTIATE_TEST_SUITE_P(WithFlock, JournalLock, testing::Values(""));
INSTANTIATE_TEST_SUITE_P(WithoutFlock, JournalLock, testing::Values(NO_FLOCK));

TEST(Lock, HoldsNotAFileThatWasRemovedMeanwhile) {
  Scratch const scratch;
  auto const file = (scratch / "journal.jsonl").string();
  Child first({JOURNAL_WRITER, file, "0", "1"}, REPLACED_LOCK);
  ASSERT_TRUE(within(5, [&] { return !bytes_of(file).empty(); }));
  EXPECT_EQ(Child({JOURNAL_WRITER, file, "1", "1"}).wait(), 75);
}

struct Outcome {
  int code = 0;
  std::string errors;
};

Outcome open_beside(std::string const& lock_text) {
  Scratch const scratch;
  put(scratch / "journal.lock.exclusive", lock_text);
  Child writer({JOURNAL_WRITER, (scratch / "journal.jsonl").string(), "1", "1"},
               NO_FLOCK);
  Outcome outcome;
  outcome.errors = writer.errors();
  outcome.code = writer.wait();
  if (outcome.code == 0) {
    EXPECT_FALSE(std::filesystem::exists(scratch / "journal.lock.exclusive"));
  } else {
    EXPECT_EQ(bytes_of(scratch / "journal.lock.exclusive"), lock_text);
  }
  return outcome;
}

TEST(ExclusiveFile, OfALivingProcessIsRespected) {
  auto const outcome = open_beside(to_text(this_process()));
  EXPECT_EQ(outcome.code, 75);
  EXPECT_THAT(outcome.errors, HasSubstr("process " + std::to_string(::getpid())));
}

TEST(ExclusiveFile, OfAPidThatSomeoneElseHasNowIsBroken) {
  auto owner = this_process();
  owner.start_ticks -= 1;
  EXPECT_EQ(open_beside(to_text(owner)).code, 0);
}

TEST(ExclusiveFile, OfAnEarlierBootIsBroken) {
  auto owner = this_process();
  owner.boot_id = "00000000-0000-0000-0000-000000000000";
  EXPECT_EQ(open_beside(to_text(owner)).code, 0);
}

TEST(ExclusiveFile, OfAnotherHostIsRespected) {
  auto owner = this_process();
  owner.host = "elsewhere";
  owner.boot_id = "00000000-0000-0000-0000-000000000000";
  auto const outcome = open_beside(to_text(owner));
  EXPECT_EQ(outcome.code, 75);
  EXPECT_THAT(outcome.errors,
              AllOf(HasSubstr("elsewhere"), HasSubstr("remove this file")));
}

TEST(ExclusiveFile, WithForgedTextIsRespected) {
  for (auto const* text : {"", "garbage", "{\"pid\":1}"}) {
    auto const outcome = open_beside(text);
    EXPECT_EQ(outcome.code, 75);
    EXPECT_THAT(outcome.errors, HasSubstr("remove this file"));
  }
}

TEST(ExclusiveFile, NamesTheMarkerThatAKilledRemoverLeft) {
  Scratch const scratch;
  auto owner = this_process();
  owner.start_ticks -= 1;
  put(scratch / "journal.lock.exclusive", to_text(owner));
  put(scratch / "journal.lock.exclusive.removing", "");
  Child writer({JOURNAL_WRITER, (scratch / "journal.jsonl").string(), "1", "1"},
               NO_FLOCK);
  EXPECT_THAT(writer.errors(), HasSubstr(".removing: left by a process"));
  EXPECT_EQ(writer.wait(), 75);
}

TEST(ExclusiveFile, ThatIsStaleGoesToOneOfEight) {
  for (int round = 0; round < 10; ++round) {
    Scratch const scratch;
    auto owner = this_process();
    owner.start_ticks -= 1;
    put(scratch / "journal.lock.exclusive", to_text(owner));
    std::vector<std::unique_ptr<Child>> writers;
    for (int i = 0; i < 8; ++i) {
      writers.push_back(std::make_unique<Child>(
          std::vector<std::string>{JOURNAL_WRITER, (scratch / "journal.jsonl").string(),
                                   "5", std::to_string(i)},
          NO_FLOCK));
    }
    // One after the other may win; what counts is that no two write at once.
    Acknowledged acknowledged;
    for (auto const& writer : writers) {
      acknowledged.add(writer->output());
      int const code = writer->wait();
      EXPECT_TRUE(code == 0 || code == 75) << code << " " << writer->errors();
    }
    acknowledged.expect_all_in(scratch / "journal.jsonl");
    EXPECT_GE(acknowledged.size(), 5U);
  }
}

}  // namespace
}  // namespace assay
