// SPDX-License-Identifier: Apache-2.0
// The result: its text, and the file that is written once or not at all.
#include "worker/result.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "worker/result_file.hpp"

namespace assay {
namespace {

namespace fs = std::filesystem;

Measurement example_measurement() {
  return {.kernel = "pi",
          .samples = 18446744073709551615U,
          .parameters = {{"bins", std::int64_t{2}}},
          .samples_by_rank = {3, 2},
          .tally_names = {"hits"},
          .totals = {{9007199254740993U}, {9007199254740993U}},
          .estimate = Estimate{3.0, 3.14, 0.5},
          .times = {{{1, 2, 3}, {4, 1, 1}}, {{0.5, 1, 0.25}, {0.25, 1, 0.5}}}};
}

Json text_of(Measurement const& measurement) {
  Result result;
  result.nonce = "n";
  result.worker = {{"backend", "serial"}};
  result.world = {{"ranks", 2}};
  result.clock = {"C", 1e-9, 2e-8};
  result.launch = {0.1, 0.2, 0.3};
  result.measurements = {measurement};
  return parse_json(result_text(result));
}

TEST(Result, HasTheFormOfTheContract) {
  auto const expected = parse_json(R"({"schema": 1, "nonce": "n",
    "worker": {"backend": "serial"}, "world": {"ranks": 2},
    "clock": {"name": "C", "resolution_s": 1e-9, "overhead_s": 2e-8},
    "launch": {"mpi_init_s": 0.1, "runtime_init_s": 0.2, "total_s": 0.3},
    "measurements": [
      {"kernel": "pi", "samples": "18446744073709551615", "parameters": {"bins": 2},
       "samples_by_rank": ["3", "2"], "tallies": {"hits": "9007199254740993"},
       "estimate": {"value": 3.0, "reference": 3.14, "standard_error": 0.5},
       "repetitions": [
         {"useful_s": [2.0, 1.0], "reduce_s": [3.0, 1.0], "barrier_s": [1.0, 4.0]},
         {"useful_s": [1.0, 1.0], "reduce_s": [0.25, 0.5], "barrier_s": [0.5, 0.25]}],
       "makespan_s": [5.0, 1.5], "skew_bound_s": [4.0, 0.5]}]})");
  EXPECT_EQ(text_of(example_measurement()), expected);
}

TEST(Result, HasTalliesInTheOrderOfTheirNames) {
  Measurement measurement = example_measurement();
  measurement.tally_names = {"up", "broken"};
  measurement.totals = {{1, 2}};
  EXPECT_EQ(to_text(text_of(measurement)["measurements"][0]["tallies"]),
            R"({"broken":"2","up":"1"})")
      << "they are compared as text with those of earlier versions";
}

TEST(Result, SaysWhereTalliesDiffer) {
  Measurement measurement = example_measurement();
  measurement.totals[1][0] += 1;
  EXPECT_EQ(text_of(measurement)["measurements"][0]["tallies_differ"], true);
}

TEST(Result, HasTheOwnTimesOfADevice) {
  Measurement measurement = example_measurement();
  EXPECT_FALSE(text_of(measurement)["measurements"][0].contains("fenced"));
  measurement.kernel_event_s = {0.25, 0.5};
  Json const with = text_of(measurement)["measurements"][0];
  EXPECT_EQ(with["kernel_event_s"], (Json{0.25, 0.5}));
  EXPECT_EQ(with["fenced"], true);
}

TEST(Result, LeavesOutAnEstimateThatIsNotKnown) {
  Measurement measurement = example_measurement();
  measurement.estimate.reset();
  EXPECT_FALSE(text_of(measurement)["measurements"][0].contains("estimate"));
}

TEST(Result, HoldsTheRateOfACeilingThatWasMeasured) {
  Measurement measurement = example_measurement();
  EXPECT_FALSE(
      text_of(measurement)["measurements"][0].contains("ceiling_samples_per_s"));
  measurement.ceiling_samples_per_s = 2.5e9;
  EXPECT_EQ(text_of(measurement)["measurements"][0]["ceiling_samples_per_s"], 2.5e9);
}

TEST(Result, SurvivesBytesThatAreNotText) {
  Result result;
  result.world = {{"host", "\xff"}};
  std::string const text = result_text(result);
  EXPECT_TRUE(Json::accept(text)) << text;
}

class ResultFile : public testing::Test {
 protected:
  ResultFile() {
    fs::remove_all(directory_);
    fs::create_directories(directory_);
  }
  ~ResultFile() override { fs::remove_all(directory_); }

  static std::string content(fs::path const& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  fs::path const directory_ =
      fs::path(testing::TempDir()) / ("result-" + std::to_string(getpid()));
  fs::path const file_ = directory_ / "result.json";
  fs::path const partial_ = directory_ / "result.json.partial";
};

TEST_F(ResultFile, IsWholeAndPrivateAndAlone) {
  std::string const text(3'000'000, 'x');
  write_result_file(file_, text);
  EXPECT_EQ(content(file_), text);
  EXPECT_FALSE(fs::exists(partial_));
  struct stat status {};
  ASSERT_EQ(stat(file_.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
}

TEST_F(ResultFile, BelongsToItsFirstWriter) {
  write_result_file(file_, "first");
  EXPECT_THAT([&] { write_result_file(file_, "second"); },
              testing::ThrowsMessage<std::runtime_error>(testing::HasSubstr("exists")));
  EXPECT_EQ(content(file_), "first");
  EXPECT_FALSE(fs::exists(partial_));
}

TEST_F(ResultFile, IsNotTouchedWhileAnotherWrites) {
  std::ofstream(partial_) << "theirs";
  EXPECT_THAT(
      [&] { write_result_file(file_, "ours"); },
      testing::ThrowsMessage<std::runtime_error>(testing::AllOf(
          testing::HasSubstr("cannot open"), testing::HasSubstr("File exists"))));
  EXPECT_EQ(content(partial_), "theirs");
  EXPECT_FALSE(fs::exists(file_));
}

TEST_F(ResultFile, DoesNotFollowALink) {
  fs::path const victim = directory_ / "victim";
  std::ofstream(victim) << "safe";
  fs::create_symlink(victim, partial_);
  EXPECT_THROW(write_result_file(file_, "evil"), std::runtime_error);
  fs::remove(partial_);
  fs::create_symlink(directory_ / "nowhere", file_);
  EXPECT_THROW(write_result_file(file_, "evil"), std::runtime_error);
  EXPECT_EQ(content(victim), "safe");
}

TEST_F(ResultFile, NamesTheDirectoryThatIsMissing) {
  fs::path const lost = directory_ / "lost" / "result.json";
  EXPECT_THAT(
      [&] { write_result_file(lost, "x"); },
      testing::ThrowsMessage<std::runtime_error>(testing::AllOf(
          testing::HasSubstr(lost.string()), testing::HasSubstr("No such file"))));
}

}  // namespace
}  // namespace assay
