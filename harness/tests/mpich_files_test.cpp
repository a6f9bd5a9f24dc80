// SPDX-License-Identifier: Apache-2.0
#include "execute/mpich_files.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <string>
#include <thread>

#include "scratch.hpp"

namespace assay {
namespace {

namespace fs = std::filesystem;
using std::chrono::system_clock;
using namespace std::chrono_literals;

/// A file in the manner of MPICH, which goes with the test.
class LeftFile {
 public:
  explicit LeftFile(std::string const& beginning)
      : path_(beginning + "test_" + std::to_string(getpid())) {
    put(path_, "left");
  }
  ~LeftFile() {
    std::error_code ignored;
    fs::remove(path_, ignored);
  }
  LeftFile(LeftFile const&) = delete;
  LeftFile& operator=(LeftFile const&) = delete;

  bool is_there() const { return fs::exists(path_); }
  fs::path const& path() const { return path_; }

 private:
  fs::path path_;
};

/// Other tests may run a hydra for a while.
bool goes(LeftFile const& file, system_clock::time_point since) {
  for (int i = 0; i < 300 && file.is_there(); ++i) {
    remove_files_of_mpich(since);
    if (file.is_there()) std::this_thread::sleep_for(100ms);
  }
  return !file.is_there();
}

TEST(MpichFiles, OfALaunchAreRemoved) {
  auto const since = system_clock::now();
  LeftFile const memory("/dev/shm/mpich_shm_");
  LeftFile const topology("/tmp/hydra_hwloc_xmlfile_");
  EXPECT_TRUE(goes(memory, since));
  EXPECT_TRUE(goes(topology, since));
}

TEST(MpichFiles, OfAnEarlierOneAreLeftAlone) {
  LeftFile const memory("/dev/shm/mpich_shm_");
  remove_files_of_mpich(system_clock::now() + 1h);
  EXPECT_TRUE(memory.is_there());
}

TEST(MpichFiles, InTheMemoryOfAProcessAreLeftAlone) {
  auto const since = system_clock::now();
  LeftFile const memory("/dev/shm/mpich_shm_");
  int const file = open(memory.path().c_str(), O_RDONLY | O_CLOEXEC);
  auto* const mapped = mmap(nullptr, 4, PROT_READ, MAP_SHARED, file, 0);
  close(file);
  ASSERT_NE(mapped, MAP_FAILED);
  remove_files_of_mpich(since);
  EXPECT_TRUE(memory.is_there());
  munmap(mapped, 4);
  EXPECT_TRUE(goes(memory, since));
}

TEST(MpichFiles, AreLeftAloneWhileAHydraRuns) {
  Scratch const scratch;
  fs::copy_file(fs::canonical("/bin/sleep"), scratch / "hydra_pmi_proxy");
  auto program = (scratch / "hydra_pmi_proxy").string();
  std::string time = "100";
  char* const words[] = {program.data(), time.data(), nullptr};
  pid_t proxy = 0;
  auto const since = system_clock::now();
  LeftFile const topology("/tmp/hydra_hwloc_xmlfile_");
  ASSERT_EQ(posix_spawn(&proxy, program.c_str(), nullptr, nullptr, words, environ), 0);
  remove_files_of_mpich(since);
  EXPECT_TRUE(topology.is_there());
  kill(proxy, SIGKILL);
  waitpid(proxy, nullptr, 0);
  EXPECT_TRUE(goes(topology, since));
}

}  // namespace
}  // namespace assay
