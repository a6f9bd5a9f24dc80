// SPDX-License-Identifier: Apache-2.0
// Files that are there whole or not at all.
#include "os/atomic_file.hpp"

#include <gmock/gmock.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <iterator>

#include "os/errors.hpp"
#include "records/journal.hpp"
#include "scratch.hpp"

namespace assay {
namespace {

auto files_in(std::filesystem::path const& directory) {
  return std::distance(std::filesystem::directory_iterator(directory), {});
}

TEST(AtomicFile, ReplacesTheOldContent) {
  Scratch const scratch;
  auto const file = scratch / "job.json";
  put(file, "old");
  write_file_atomically(file, std::string("new\0content", 11));
  EXPECT_EQ(bytes_of(file), std::string("new\0content", 11));
  EXPECT_EQ(files_in(scratch.path()), 1);
}

TEST(AtomicFile, ReplacesASymbolicLinkAndNotItsTarget) {
  Scratch const scratch;
  put(scratch / "victim", "precious");
  std::filesystem::create_symlink(scratch / "victim", scratch / "job.json");
  write_file_atomically(scratch / "job.json", "new");
  EXPECT_EQ(bytes_of(scratch / "victim"), "precious");
  EXPECT_EQ(bytes_of(scratch / "job.json"), "new");
  EXPECT_FALSE(std::filesystem::is_symlink(scratch / "job.json"));
}

TEST(AtomicFile, LeavesTheOldContentAndNothingElseOnFailure) {
  Scratch const scratch;
  put(scratch / "job.json", "old");
  pid_t const pid = ::fork();
  if (pid == 0) {
    struct rlimit const limit{100, 100};
    ::signal(SIGXFSZ, SIG_IGN);
    ::setrlimit(RLIMIT_FSIZE, &limit);
    try {
      write_file_atomically(scratch / "job.json", std::string(1000, 'x'));
    } catch (StorageError const&) {
      ::_exit(4);
    }
    ::_exit(0);
  }
  int status = 0;
  ::waitpid(pid, &status, 0);
  EXPECT_EQ(WEXITSTATUS(status), 4);
  EXPECT_EQ(bytes_of(scratch / "job.json"), "old");
  EXPECT_EQ(files_in(scratch.path()), 1);
}

TEST(AtomicFile, NamesTheCallThePathAndTheReason) {
  Scratch const scratch;
  try {
    write_file_atomically(scratch / "absent" / "job.json", "new");
    FAIL() << "nothing was thrown";
  } catch (StorageError const& error) {
    EXPECT_THAT(error.what(),
                testing::AllOf(testing::HasSubstr("job.json"),
                               testing::HasSubstr("open failed: No such file")));
  }
}

}  // namespace
}  // namespace assay
