// SPDX-License-Identifier: Apache-2.0
// A simulated study waits for no one: not for the host, not for its launches.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>

#include "assay_process.hpp"
#include "contract.hpp"
#include "os/host_lock.hpp"
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

/// Point, launch and attempt -> result, and point -> reason to stop.
std::map<std::string, std::string> outcomes(std::string const& bytes) {
  std::map<std::string, std::string> found;
  for (auto const& line : parse_journal(bytes).lines) {
    auto const point = line.value("point", "");
    if (line.at("kind") == "stop") found[point] = line.at("reason");
    if (line.at("kind") != "record") continue;
    found[fmt::format("{} {} {}", point, to_text(line.at("launch")),
                      to_text(line.at("attempt")))] =
        to_text(sorted_by_name(line.value("result", Json())));
  }
  return found;
}

/// Those of the study, which goes on with these bytes of a journal.
std::map<std::string, std::string> outcomes_from(Json const& study,
                                                 std::string const& bytes) {
  StudyDirectory const directory(study.at("text").get<std::string>());
  auto const results = directory.path() / "results" / "simulate";
  std::filesystem::create_directories(results);
  put(results / "journal.jsonl", bytes);
  std::vector<std::string> words;
  for (auto const& override : study.at("overrides"))
    words.insert(words.end(), {"-D", override.get<std::string>()});
  EXPECT_EQ(directory.run(words), 1) << directory.output();  // one launch crashed
  return outcomes(read_journal_bytes(results / "journal.jsonl"));
}

// The journal is of commit c64c1fa, when points were looked at after each launch.
// Whoever goes on with a part of it has its launches, and ends where a study from the
// start ends.
TEST(SimulateProcess, GoesOnWithAStudyOfAnEarlierDay) {
  auto const bytes = read_journal_bytes(contract_file("simulate.jsonl"));
  auto const study = study_line(parse_raw(bytes).lines);
  auto const whole = outcomes_from(study, "");
  ASSERT_GT(whole.size(), 60U);
  for (auto const& [what, outcome] : outcomes(bytes)) {
    auto const again = whole.find(what);
    if (again != whole.end() && what.find(' ') != what.npos) {
      EXPECT_EQ(again->second, outcome) << what;
    }
  }
  for (auto const size : {bytes.size() / 3, bytes.size() / 2})
    EXPECT_EQ(outcomes_from(study, bytes.substr(0, size)), whole) << size;
}

}  // namespace
}  // namespace assay::test
