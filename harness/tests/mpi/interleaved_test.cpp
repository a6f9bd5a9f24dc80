// SPDX-License-Identifier: Apache-2.0
// assay compare --interleave: two studies in the blocks of one run, or why they cannot
// be.
#include <gmock/gmock.h>

#include "os/environment.hpp"
#include "os/process.hpp"
#include "records/read_journal.hpp"
#include "scratch.hpp"

namespace assay {
namespace {

using testing::HasSubstr;
using testing::Not;

class InterleavedTest : public testing::Test {
 protected:
  void write(std::string const& name, std::string const& text) const {
    put(scratch_ / (name + ".yaml"),
        "study: " + name + "\nscaling: strong\nlaunches: 6\n" + text);
  }

  ProcessResult compare(Argv const& more = {}) const {
    Argv words{ASSAY_PROGRAM, "compare", "--interleave", "a.yaml", "b.yaml"};
    words.insert(words.end(), more.begin(), more.end());
    return run_process({words, own_environment(), scratch_.path(), ""},
                       {.timeout_s = 100});
  }

  /// Side and launch of each good record, in the order of the journal.
  std::vector<std::pair<std::string, int>> measured(std::string const& name) const {
    std::vector<std::pair<std::string, int>> found;
    auto const file = scratch_ / ("results/" + name + "/journal.jsonl");
    for (auto const& line : parse_journal(read_journal_bytes(file)).lines)
      if (line.at("kind") == "record" && line.at("verdict") == "ok")
        found.emplace_back(line.at("requested").at("side"), line.at("launch"));
    return found;
  }

  Scratch scratch_;
};

std::string program(std::string const& words) {
  return "launcher: local\nranks: 1\nprogram: [" + words + "]\n";
}

std::string const model =
    "launcher: simulate\nkernel: pi\nsamples: 1e9\nranks: [1, 2]\n"
    "simulate: {nodes: 1, cores_per_node: 2}\n";

TEST_F(InterleavedTest, MeasuresBothInEachBlock) {
  write("a", program("/bin/true, a"));
  write("b", program("/bin/true, b"));
  auto const answer = compare({"--band", "99"});
  EXPECT_EQ(answer.exit_code, 0) << answer.output_tail;
  EXPECT_THAT(answer.output_tail, HasSubstr("0 SLOWER"));
  EXPECT_THAT(answer.output_tail, Not(HasSubstr("A and B are the same here")));
  auto const found = measured("a-beside-b");
  ASSERT_EQ(found.size(), 12U);
  for (std::size_t i = 0; i < found.size(); i += 2) {
    EXPECT_NE(found[i].first, found[i + 1].first) << i;
    EXPECT_EQ(found[i].second, found[i + 1].second) << i;
  }
  auto const again = compare({"--band", "99"});
  EXPECT_EQ(again.exit_code, 0) << again.output_tail;
  EXPECT_EQ(measured("a-beside-b"), found) << "it was complete";
}

TEST_F(InterleavedTest, SaysThatBothAreTheSame) {
  write("a", program("/bin/true"));
  write("b", program("/bin/true"));
  auto const answer = compare({"--dry-run", "--name", "same"});
  EXPECT_EQ(answer.exit_code, 0) << answer.output_tail;
  EXPECT_THAT(answer.output_tail, HasSubstr("note: A and B are the same here"));
}

TEST_F(InterleavedTest, ComparesModels) {
  write("a", model);
  write("b", model + "repetitions: 5\n");
  auto const answer = compare({"--name", "models"});
  EXPECT_THAT(answer.output_tail, HasSubstr("SIMULATED"));
  EXPECT_EQ(measured("models").size(), 24U) << answer.output_tail;
}

struct Unlike {
  std::string name, a, b, why;
};

class UnlikeSides : public InterleavedTest,
                    public testing::WithParamInterface<Unlike> {};

std::ostream& operator<<(std::ostream& out, Unlike const& unlike) {
  return out << unlike.name;
}

TEST_P(UnlikeSides, AreRefusedBeforeAnythingRuns) {
  put(scratch_ / "old.csv", "ranks,time (s)\n1,2\n2,1\n");
  write("a", GetParam().a);
  write("b", GetParam().b);
  auto const answer = compare();
  EXPECT_EQ(answer.exit_code, 2) << answer.output_tail;
  EXPECT_THAT(answer.output_tail, HasSubstr("cannot be measured in one run: "));
  EXPECT_THAT(answer.output_tail, HasSubstr(GetParam().why));
  EXPECT_FALSE(std::filesystem::exists(scratch_ / "results/a-beside-b"));
}

std::string const of_pi = "kernel: pi\nsamples: 1e6\nranks: 1\n";
std::string const on_one = program("/bin/true");

INSTANTIATE_TEST_SUITE_P(
    Interleaved, UnlikeSides,
    testing::Values(Unlike{"Simulated", of_pi, model, "one of them is simulated"},
                    Unlike{"Kind", on_one, of_pi, "one measures a program, the other"},
                    Unlike{"Check", on_one, on_one + "check: {pattern: good}\n",
                           "they read their programs by other metrics"},
                    Unlike{"Hosts", on_one,
                           "ranks: 1\nprogram: [/bin/true]\nhosts: [n1]\n",
                           "they name different hosts"},
                    Unlike{"Imported", on_one, on_one + "beside: {import: old.csv}\n",
                           "b holds imported numbers beside its own"},
                    Unlike{"Resources", on_one,
                           "launcher: local\nthreads: 2\nprogram: [/bin/true]\n",
                           "no point of A has one of B"}),
    [](auto const& one) { return one.param.name; });

}  // namespace
}  // namespace assay
