// SPDX-License-Identifier: Apache-2.0
// Files that programs leave, and what they may leave in their stead.
#include "execute/program_files.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include "scratch.hpp"

namespace assay {
namespace {

using ::testing::ElementsAre;

class ProgramFiles : public testing::Test {
 protected:
  std::vector<std::string> read(std::string const& asked) {
    Readings readings;
    readings.metrics.resize(1);
    readings.metrics.front().from.file = asked;
    readings.check.from.file = asked;
    std::vector<std::string> shown;
    auto const files = read_files(readings, scratch_.path());
    for (auto const& file : files.at(asked))
      shown.push_back(file.name + ":" + file.text.value_or("-"));
    return shown;
  }
  void write(std::string const& name, std::string const& text) const {
    create_directories((scratch_ / name).parent_path());
    std::ofstream(scratch_ / name) << text;
  }

  Scratch scratch_;
};

TEST_F(ProgramFiles, AreFoundByName) {
  write("out2.txt", "two");
  write("out1.txt", "one");
  write(".out3.txt", "hidden");
  write("deep/er/out.txt", "below");
  EXPECT_THAT(read("out1.txt"), ElementsAre("out1.txt:one"));
  EXPECT_THAT(read("out?.txt"), ElementsAre("out1.txt:one", "out2.txt:two"));
  EXPECT_THAT(read("*.txt"), ElementsAre("out1.txt:one", "out2.txt:two"));
  EXPECT_THAT(read("d*/er/*.txt"), ElementsAre("deep/er/out.txt:below"));
  EXPECT_THAT(read("none.txt"), ElementsAre());
  EXPECT_THAT(read("deep"), ElementsAre()) << "a directory is no file";
}

TEST_F(ProgramFiles, ThatAreNoneAreNotRead) {
  ASSERT_EQ(::mkfifo((scratch_ / "pipe").c_str(), 0600), 0);
  std::filesystem::create_symlink("/dev/zero", scratch_ / "zero");
  write("far/away.txt", "away");
  std::filesystem::create_directory_symlink(scratch_ / "far", scratch_ / "link");
  write("large", "");
  std::filesystem::resize_file(scratch_ / "large", (std::uintmax_t{64} << 20) + 1);
  EXPECT_THAT(read("pipe"), ElementsAre("pipe:-"));
  EXPECT_THAT(read("zero"), ElementsAre("zero:-"));
  EXPECT_THAT(read("large"), ElementsAre("large:-"));
  EXPECT_THAT(read("link/away.txt"), ElementsAre()) << "no link is followed";
}

}  // namespace
}  // namespace assay
