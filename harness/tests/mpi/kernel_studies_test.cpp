// SPDX-License-Identifier: Apache-2.0
// The studies of configs/ that measure a kernel, cut down to one repetition of one
// launch, and the kernel that docs/kernels.md shows.
#include <gmock/gmock.h>

#include <fstream>
#include <iterator>
#include <regex>
#include <set>

#include "assay_process.hpp"
#include "model/catalogue.hpp"
#include "os/environment.hpp"
#include "os/process.hpp"

namespace assay {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

std::string read(fs::path const& path) {
  std::ifstream in(path);
  return {std::istreambuf_iterator<char>(in), {}};
}

struct Named {
  std::string kernel, study;
};

std::vector<Named> const studies{{"fill", "fill"},     {"histogram", "histogram"},
                                 {"ising", "ising"},   {"lookup", "lookup"},
                                 {"option", "option"}, {"pi", "quickstart"},
                                 {"reduce", "reduce"}, {"transport", "transport"}};

std::string cut_down(std::string const& name) {
  auto text = read(fs::path(ASSAY_STUDIES) / (name + ".yaml"));
  for (auto const& [pattern, instead] : std::map<std::string, std::string>{
           {"\nstudy: .*", "\nstudy: s"},
           {"\nsamples: auto.*", "\nsamples: 1e7"},
           {"\nranks: auto.*", "\nranks: [1, 2]"},
           {"\nlaunches: .*", "\nlaunches: 1\nrepetitions: 1"}})
    text = std::regex_replace(text, std::regex(pattern), instead);
  return text;
}

class KernelStudy : public testing::TestWithParam<Named> {};

std::ostream& operator<<(std::ostream& out, Named const& named) {
  return out << named.study;
}

TEST_P(KernelStudy, ScalesStronglyAndWeakly) {
  StudyDirectory const study(cut_down(GetParam().study));
  ASSERT_EQ(study.run(), 0) << study.output();
  std::set<std::pair<std::string, int>> seen;
  for (auto const& record : study.lines("record")) {
    EXPECT_EQ(record["verdict"], "ok") << to_text(record);
    EXPECT_EQ(record["requested"]["kernel"], GetParam().kernel);
    for (auto const& series : record["series"])
      seen.emplace(series, record["requested"]["ranks"]);
  }
  EXPECT_EQ(seen, (std::set<std::pair<std::string, int>>{
                      {"strong", 1}, {"strong", 2}, {"weak", 1}, {"weak", 2}}));
}

INSTANTIATE_TEST_SUITE_P(Configs, KernelStudy, testing::ValuesIn(studies),
                         [](auto const& one) { return one.param.kernel; });

TEST(KernelStudies, AreThereForEveryKernel) {
  std::set<std::string> kernels{"thirds"};  // the example's
  for (auto const& study : studies) kernels.insert(study.kernel);
  std::set<std::string> known;
  for (auto const& kernel : read_catalogue(ASSAY_FAULT_WORKERS "/kernels.json"))
    known.insert(kernel.name);
  EXPECT_EQ(kernels, known);
}

TEST(ExampleKernel, IsListedAndMeasured) {
  StudyDirectory const study(
      "study: s\nkernel: thirds\nscaling: [strong, weak]\nsamples: 1000\n"
      "ranks: [1, 2]\nbackend: serial\nlaunches: 1\n");
  ASSERT_EQ(study.run(), 0) << study.output();
  for (auto const& record : study.lines("record")) {
    auto const& measurement = record["result"]["measurements"][0];
    auto const samples = std::stoi(measurement["samples"].get<std::string>());
    EXPECT_EQ(measurement["tallies"],
              (Json{{"multiples", std::to_string((samples + 2) / 3)}}));
  }
  EXPECT_EQ(study.verdicts(), (std::map<std::string, int>{{"ok", 3}}));
  setenv("ASSAY_WORKER_DIR", ASSAY_FAULT_WORKERS, 0);
  auto const list = run_process(
      {{ASSAY_PROGRAM, "kernels"}, own_environment(), "/", ""}, {.timeout_s = 20});
  EXPECT_THAT(list.output_tail, HasSubstr("thirds: counts multiples of three"));
}

// The rate of the ceiling comes back with that of the kernel, of the same resources.
TEST(Ceiling, IsMeasuredWhereTheStudyAsks) {
  std::string const text =
      "study: s\nkernel: lookup\nscaling: strong\nsamples: 1e6\nranks: [1, 2]\n"
      "parameters: {table_bytes: 65536}\nlaunches: 1\n";
  StudyDirectory const with(text + "ceiling_repetitions: 3\n");
  ASSERT_EQ(with.run(), 0) << with.output();
  ASSERT_EQ(with.lines("record").size(), 2U);
  for (auto const& record : with.lines("record")) {
    EXPECT_EQ(record["requested"]["ceiling_repetitions"], 3);
    EXPECT_GT(record["result"]["measurements"][0]["ceiling_samples_per_s"], 1e6);
  }
  StudyDirectory const without(text);
  ASSERT_EQ(without.run(), 0) << without.output();
  for (auto const& record : without.lines("record"))
    EXPECT_FALSE(record["result"]["measurements"][0].contains("ceiling_samples_per_s"));
}

}  // namespace
}  // namespace assay
