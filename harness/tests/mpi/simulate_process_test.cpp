// SPDX-License-Identifier: Apache-2.0
// A simulated study waits for no one: not for the host, not for its launches.
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>

#include "assay_process.hpp"
#include "contract.hpp"
#include "os/host_lock.hpp"
#include "records/members.hpp"
#include "records/read_journal.hpp"
#include "scoped_variable.hpp"
#include "scratch.hpp"

namespace assay::test {
namespace {

TEST(SimulateProcess, TakesNoTurnOfTheHost) {
  StudyDirectory const study(
      "study: s\nkernel: pi\nscaling: weak\nsamples: 1e9\nnodes: [1, 2]\n"
      "ranks: [2, 64]\nlauncher: simulate\nlaunches: 10\n"
      "simulate: {nodes: 2, cores_per_node: 32}\n");
  auto const lock = study.path() / "host.lock";
  ScopedVariable const file("ASSAY_HOST_LOCK", lock.string());
  auto const turn = take_turn({lock});
  ASSERT_TRUE(turn.held());
  auto const begin = std::chrono::steady_clock::now();
  EXPECT_EQ(study.run(), 0) << study.output();
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(10));
  EXPECT_EQ(study.verdicts(), (std::map<std::string, int>{{"ok", 30}}));
}

Json study_line(std::vector<RawLine> const& lines) {
  for (auto const& line : lines) {
    auto value = parse_json(line.text);
    if (value.at("kind") == "study") return value;
  }
  throw std::runtime_error("no study in the journal");
}

/// Its records and stops, by their bytes.
std::vector<std::string> outcomes(std::string const& bytes) {
  std::vector<std::string> found;
  for (auto const& line : parse_raw(bytes).lines) {
    auto const kind = member(line.text, "kind");
    if (kind == R"("record")" || kind == R"("stop")") found.emplace_back(line.text);
  }
  return found;
}

// The journal is of commit c64c1fa. The same points, the same launches and the same
// decisions, to the byte: whoever goes on with it ends where that commit ended.
TEST(SimulateProcess, GoesOnWithAStudyOfAnEarlierDay) {
  auto const bytes = read_journal_bytes(contract_file("simulate.jsonl"));
  auto const whole = outcomes(bytes);
  auto const study = study_line(parse_raw(bytes).lines);
  ASSERT_GT(whole.size(), 60U);
  for (std::size_t const size : {std::size_t{0}, bytes.size() / 3, bytes.size() - 90}) {
    StudyDirectory const directory(study.at("text").get<std::string>());
    auto const results = directory.path() / "results" / "simulate";
    std::filesystem::create_directories(results);
    put(results / "journal.jsonl", bytes.substr(0, size));
    std::vector<std::string> words;
    for (auto const& override : study.at("overrides"))
      words.insert(words.end(), {"-D", override.get<std::string>()});
    EXPECT_EQ(directory.run(words), 1) << directory.output();  // one launch crashed
    EXPECT_EQ(outcomes(read_journal_bytes(results / "journal.jsonl")), whole) << size;
  }
}

}  // namespace
}  // namespace assay::test
