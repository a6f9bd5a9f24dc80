// SPDX-License-Identifier: Apache-2.0
// A directory of results may come from anybody.
#include "run/recovery.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "execute/attempt.hpp"
#include "records/record.hpp"

namespace assay {
namespace {

namespace fs = std::filesystem;

Json begun(std::string const& nonce) {
  Point point;
  point.kernel = "pi";
  return to_json(BegunAttempt{{"0123456789abcdef", 1, 1}, nonce, "", point});
}

TEST(BegunAttempt, HasANonceOfOurs) {
  EXPECT_TRUE(parse_begun(to_text(begun(make_nonce()))));
  for (std::string const nonce :
       {"", "/../../outside", "0123456789abcdef0123456789abcde/",
        "0123456789abcdef0123456789abcdef0", "0123456789ABCDEF0123456789ABCDEF"})
    EXPECT_FALSE(parse_begun(to_text(begun(nonce)))) << nonce;
}

TEST(BegunAttempt, IsNoneOfWhatWeDoNotWrite) {
  auto const whole = begun(make_nonce());
  for (auto const& [name, value] : whole.items()) {
    auto odd = whole;
    odd[name] = Json::array({name});
    EXPECT_TRUE(name == "series" || !parse_begun(to_text(odd))) << name;
    odd.erase(name);
    EXPECT_FALSE(parse_begun(to_text(odd))) << name;
  }
  EXPECT_FALSE(parse_begun(std::string(2'000'000, '[')));
}

class Recovery : public testing::Test {
 protected:
  Recovery() { fs::create_directories(attempt_); }
  ~Recovery() override { fs::remove_all(directory_); }

  /// Recovers what is there, after which nothing is.
  std::size_t recovered() {
    auto const records = recover_attempts(directory_ / "attempts", {}, "m1").size();
    EXPECT_TRUE(fs::is_empty(directory_ / "attempts"));
    return records;
  }

  fs::path directory_ =
      fs::path(testing::TempDir()) / ("assay-recovery-" + std::to_string(getpid()));
  fs::path attempt_ = directory_ / "attempts" / "x";
};

TEST_F(Recovery, RecordsWhatWasBegun) {
  std::ofstream(attempt_ / "attempt.json") << to_text(begun(make_nonce()));
  EXPECT_EQ(recovered(), 1U);
}

TEST_F(Recovery, WaitsForNoPipe) {
  ASSERT_EQ(mkfifo((attempt_ / "attempt.json").c_str(), 0600), 0);
  EXPECT_EQ(recovered(), 0U);
}

TEST_F(Recovery, FollowsNoLink) {
  std::ofstream(directory_ / "elsewhere") << to_text(begun(make_nonce()));
  fs::create_symlink(directory_ / "elsewhere", attempt_ / "attempt.json");
  EXPECT_EQ(recovered(), 0U);
  EXPECT_TRUE(fs::exists(directory_ / "elsewhere"));
}

TEST_F(Recovery, ReadsNoMoreThanADescription) {
  std::ofstream(attempt_ / "attempt.json") << "";
  fs::resize_file(attempt_ / "attempt.json", std::uintmax_t{1} << 40);
  EXPECT_EQ(recovered(), 0U);
}

}  // namespace
}  // namespace assay
