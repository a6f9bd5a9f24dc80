// SPDX-License-Identifier: Apache-2.0
// Lets each system call of the journal's writer fail in turn, by strace.
#include <gmock/gmock.h>
#include <sys/mount.h>

#include <regex>

#include "acknowledged.hpp"
#include "child.hpp"
#include "lack.hpp"
#include "scratch.hpp"
#include "strace.hpp"

namespace assay {
namespace {

struct Fault {
  char const* call;
  char const* error;
  int code;  ///< of the writer: 4 storage, 0 where it must cope
  std::vector<std::string> files = {"", "/journal.jsonl", "/journal.lock",
                                    "/journal.jsonl.torn", "/journal.lock.exclusive"};
};

/// For gtest's list of parameters.
void PrintTo(Fault const& fault, std::ostream* stream) {
  *stream << fault.call << ':' << fault.error;
}

class JournalFault : public testing::TestWithParam<Fault> {};

/// Runs the writer with its `k`-th call failing; false if there is no such call any
/// more. The files of interest are named, so that those of the loader are left alone.
bool run_with_fault(Scratch const& scratch, Fault const& fault, int k,
                    Acknowledged& acknowledged) {
  auto const inject = std::string("inject=") + fault.call + ":error=" + fault.error +
                      ":when=" + std::to_string(k);
  std::vector<std::string> words = {"strace", "-qq", "-o", (scratch / "log").string()};
  for (auto const& name : fault.files) {
    words.insert(words.end(), {"-P", scratch.path().string() + name});
  }
  words.insert(words.end(),
               {"-e", std::string("trace=") + fault.call, "-e", inject, JOURNAL_WRITER,
                (scratch / "journal.jsonl").string(), "3", std::to_string(k)});
  Child writer(words);
  acknowledged.add(writer.output());
  auto const errors = writer.errors();
  int const code = writer.wait();
  bool const injected =
      bytes_of(scratch / "log").find("(INJECTED)") != std::string::npos;
  EXPECT_EQ(code, injected ? fault.code : 0)
      << fault.call << " " << k << ": " << errors;
  if (injected && fault.code == 4) {
    EXPECT_THAT(errors, testing::HasSubstr(scratch.path().string()));
  }
  return injected;
}

TEST_P(JournalFault, IsToldAndLosesNothing) {
  REQUIRE_STRACE();
  int k = 1;
  for (bool injected = true; injected; ++k) {
    ASSERT_LT(k, 60) << "the writer never gets through";
    Scratch const scratch;
    put(scratch / "journal.jsonl", "torn");  // so that the repair is hit as well
    Acknowledged acknowledged;
    injected = run_with_fault(scratch, GetParam(), k, acknowledged);
    Child resumed({JOURNAL_WRITER, (scratch / "journal.jsonl").string(), "3", "1"});
    acknowledged.add(resumed.output());
    EXPECT_EQ(resumed.wait(), 0) << resumed.errors();
    acknowledged.expect_all_in(scratch / "journal.jsonl");
  }
  EXPECT_GE(k, 3) << "the call was never made, so nothing was tested";
}

INSTANTIATE_TEST_SUITE_P(
    EachCall, JournalFault,
    testing::Values(Fault{"write", "ENOSPC", 4}, Fault{"write", "EIO", 4},
                    Fault{"write", "EDQUOT", 4}, Fault{"write", "EINTR", 0},
                    Fault{"fdatasync", "EIO", 4}, Fault{"fdatasync", "ENOSPC", 4},
                    Fault{"fdatasync", "EINTR", 0}, Fault{"fsync", "EIO", 4},
                    Fault{"fsync", "EINTR", 0}, Fault{"openat", "EIO", 4},
                    Fault{"openat", "EACCES", 4}, Fault{"openat", "EMFILE", 4},
                    Fault{"openat", "EINTR", 0}, Fault{"ftruncate", "EIO", 4},
                    Fault{"read", "EIO", 4}, Fault{"read", "EINTR", 0},
                    // The others hold nothing that was not synchronised before.
                    Fault{"close", "EIO", 4, {"/journal.jsonl.torn"}},
                    Fault{"flock", "EIO", 4}, Fault{"flock", "EINTR", 0},
                    Fault{"flock", "ENOSYS", 0}, Fault{"flock", "ENOLCK", 0},
                    Fault{"flock", "EOPNOTSUPP", 0}),
    [](auto const& test) {
      return std::string(test.param.call) + "_" + test.param.error;
    });

TEST(JournalOrder, IsWriteThenSyncThenAcknowledge) {
  REQUIRE_STRACE();
  Scratch const scratch;
  Child writer({"strace", "-qq", "-o", (scratch / "log").string(), "-s", "16", "-e",
                "trace=write,fdatasync", JOURNAL_WRITER,
                (scratch / "journal.jsonl").string(), "8", "1"});
  writer.output();
  ASSERT_EQ(writer.wait(), 0);
  // w: to the journal, s: synchronised, a: acknowledged; of four records the first has
  // what they share before it. The lock is written with "host".
  std::string order;
  std::istringstream log(bytes_of(scratch / "log"));
  for (std::string line; std::getline(log, line);) {
    if (line.starts_with("write(1, ")) order += 'a';
    if (line.find("\"{\\\"schema") != line.npos) order += 'w';
    if (line.starts_with("fdatasync(")) order += 's';
  }
  EXPECT_TRUE(std::regex_match(order, std::regex("(w+sw+sa(w+sa){3}){2}"))) << order;
}

class FullDisk : public testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::create_directory(disk_);
    mounted_ = ::mount("none", disk_.c_str(), "tmpfs", 0, "size=64k") == 0;
  }
  void TearDown() override {
    if (mounted_) ::umount2(disk_.c_str(), MNT_DETACH);
  }

  Scratch scratch_;
  std::filesystem::path disk_ = scratch_ / "disk";
  bool mounted_ = false;
};

TEST_F(FullDisk, StopsTheWriterAndLosesNothing) {
  if (!mounted_) return lack("mounting a tmpfs needs root with CAP_SYS_ADMIN");
  auto const file = disk_ / "journal.jsonl";
  put(disk_ / "ballast", std::string(20'000, 'x'));
  Acknowledged acknowledged;
  Child writer({JOURNAL_WRITER, file.string(), "0", "5"});
  acknowledged.add(writer.output());
  EXPECT_THAT(writer.errors(),
              testing::HasSubstr("No space left on device; make room"));
  EXPECT_EQ(writer.wait(), 4);
  acknowledged.expect_all_in(file);
  // Room for the repair's copy, then for all of it.
  std::filesystem::remove(disk_ / "ballast");
  ::mount("none", disk_.c_str(), "tmpfs", MS_REMOUNT, "size=64m");
  Child resumed({JOURNAL_WRITER, file.string(), "3", "1"});
  acknowledged.add(resumed.output());
  EXPECT_EQ(resumed.wait(), 0) << resumed.errors();
  acknowledged.expect_all_in(file);
}

}  // namespace
}  // namespace assay
