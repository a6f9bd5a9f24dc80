// SPDX-License-Identifier: Apache-2.0
// One seed, one world: a study on a model of a cluster, whose harness is killed, whose
// disk fills up, whose last lines are torn or written again, whose jobs end and whose
// steps are lost, until it is done. What is then known is what one start without faults
// knows. The plan, the loop, the judge, the journal and the way in which a study goes
// on are the real ones.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "judge/lost_launch.hpp"
#include "os/errors.hpp"
#include "plan/plan.hpp"
#include "plan/split_mix.hpp"
#include "records/history.hpp"
#include "records/journal.hpp"
#include "records/point_json.hpp"
#include "records/read_journal.hpp"
#include "run/run_study.hpp"
#include "scratch.hpp"
#include "silent.hpp"
#include "simulate/simulate_attempt.hpp"

namespace assay {
namespace {

namespace fs = std::filesystem;

/// The harness of this world is no more.
struct Killed {};

/// All chance of one world.
class Fate {
 public:
  explicit Fate(std::uint64_t seed) : draw_(seed) {}

  std::uint64_t below(std::uint64_t count) { return draw_() % count; }
  bool strikes(double share) {
    return static_cast<double>(below(1'000'000)) < share * 1e6;
  }

 private:
  SplitMix64 draw_;
};

/// Launch of a point, as <point>-<launch>.
std::string launch_of(AttemptId const& id) {
  return fmt::format("{}-{}", id.point, id.launch);
}

/// What in this world became of attempts that the model knows nothing of.
struct Losses {
  std::map<std::string, int> recorded{};  ///< by launch: the attempts Slurm took
  std::map<std::string, int> repeated{};  ///< by attempt: lines written once more

  int of(AttemptId const& id) const {
    auto const found = recorded.find(launch_of(id));
    return found == recorded.end() ? 0 : found->second;
  }
};

/// Why an attempt of this world has no result, for who reads its verdict.
constexpr auto lost_by_slurm = "slurm of this world";

/// Slurm as a model's launches see it: it ends the job, or loses steps after a while.
class Slurm {
 public:
  Slurm(RunSpec const& spec, Fate& fate, double death, Losses const& losses)
      : fate_(fate),
        death_(spec.job.is_ending ? death : 0),
        loses_steps_(spec.study.cluster->faults.count("node") == 0),
        losses_(losses) {}

  void treat(AttemptId const& id, AttemptResult& result) {
    ends_ = ends_ || fate_.strikes(death_);
    bool const loses = loses_steps_ && losses_.of(id) + 1 < most_losses;
    if (!ends_ && !(loses && fate_.strikes(death_))) return;
    auto& evidence = result.evidence;
    evidence.worker_started = false;
    evidence.result = {};
    evidence.process = {};
    evidence.process.ending = Ending::exited;
    evidence.process.exit_code = 1;
    evidence.process.wall_s = 300;  // until a slow controller has said so
    evidence.process.output_tail = std::string(lost_by_slurm) + "\n";
  }

  bool ends_the_job() const { return ends_; }

 private:
  Fate& fate_;
  double death_;
  bool loses_steps_;  ///< else nodes are lost, and a launch has so many tries for both
  Losses const& losses_;
  bool ends_ = false;
};

/// A model's answers by a calendar that jumps; at any moment it may be the last.
class MortalExecutor : public SimulatedExecutor {
 public:
  MortalExecutor(Study const& study, Fate& fate, double death, Slurm& slurm,
                 Losses const& losses)
      : SimulatedExecutor(study),
        fate_(fate),
        death_(death),
        slurm_(slurm),
        losses_(losses) {}

  std::vector<AttemptResult> perform(std::span<AttemptSpec const> attempts) override {
    if (fate_.strikes(death_)) throw Killed();
    std::vector asked(attempts.begin(), attempts.end());
    for (auto& attempt : asked) attempt.id.attempt -= losses_.of(attempt.id);
    auto results = SimulatedExecutor::perform(asked);
    for (std::size_t i = 0; i < results.size(); ++i) {
      if (death_ > 0) jump(results[i].started_utc);
      slurm_.treat(attempts[i].id, results[i]);
    }
    if (fate_.strikes(death_)) throw Killed();  // before it is written down
    return results;
  }

 private:
  /// By years, to and fro.
  void jump(std::string& started_utc) {
    if (fate_.strikes(0.2)) started_utc[3] = static_cast<char>('0' + fate_.below(10));
  }

  Fate& fate_;
  double death_;
  Slurm& slurm_;
  Losses const& losses_;
};

/// May be killed between any two lines.
class MortalListener : public Silent {
 public:
  MortalListener(Fate& fate, double death, Losses& losses)
      : fate_(fate), death_(death), losses_(losses) {}

  void launching(Point const&, AttemptId const&, Progress const&) override { die(); }
  void finished(Point const&, AttemptId const& id, Judgement const& judgement,
                Progress const&) override {
    if (judgement.verdict.detail.find(lost_by_slurm) != std::string::npos)
      ++losses_.recorded[launch_of(id)];
    die();
  }
  void stopped(Point const&, StopReason) override { die(); }

 private:
  void die() {
    if (fate_.strikes(death_)) throw Killed();
  }

  Fate& fate_;
  double death_;
  Losses& losses_;
};

/// While it lives, no file grows beyond some size: a write may come short.
class FullDisk {
 public:
  explicit FullDisk(std::uint64_t bytes) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    auto limit = before_;
    limit.rlim_cur = bytes;
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FullDisk() { ::setrlimit(RLIMIT_FSIZE, &before_); }
  FullDisk(FullDisk const&) = delete;
  FullDisk& operator=(FullDisk const&) = delete;

 private:
  struct rlimit before_ {};
};

RunSpec drawn_spec(Fate& fate, fs::path const& directory) {
  RunSpec spec;
  auto& study = spec.study;
  study.name = "w";
  study.scaling = {Scaling::strong};
  int const fewest = 2 + static_cast<int>(fate.below(5));
  study.launches = {fewest, fewest + static_cast<int>(fate.below(5)), 0.02};
  study.order_seed = fate.below(1000);
  Cluster cluster;
  cluster.nodes = cluster.cores_per_node = 4;
  cluster.rate = 1e9;
  cluster.launch_noise = 0.01 * static_cast<double>(fate.below(6));
  for (auto const* fault : {"crash", "node", "no_result", "wrong_answer", "hang"})
    if (fate.strikes(0.4)) cluster.faults[fault] = 0.1;
  study.cluster = cluster;
  auto const points = 1 + static_cast<int>(fate.below(4));
  for (int ranks = 1; ranks <= points; ++ranks) {
    Point point;
    point.kernel = "pi";
    point.samples = 1'000'000'000;
    point.ranks = ranks;
    point.launcher = "simulate";
    point.repetitions = 3;
    point.series = {Scaling::strong};
    spec.ids.push_back(point_id(point, "model"));
    spec.plan.points.push_back(point);
  }
  spec.directory = directory;
  spec.manifest = {{"machine", "w"}};
  // In a job what Slurm loses is tried again.
  if (fate.strikes(0.5)) spec.job.is_ending = [] { return false; };
  return spec;
}

fs::path journal_of(RunSpec const& spec) { return spec.directory / "journal.jsonl"; }

std::string attempt_of(Json const& record) {
  return fmt::format("{} {} {}", record.at("point").get<std::string>(),
                     record.at("launch").get<int>(), record.at("attempt").get<int>());
}

/// What is left of a line that was being written when power went.
void tear(fs::path const& journal, Fate& fate) {
  auto const line =
      journal_line({{"kind", "record"}, {"point", "torn"}, {"launch", 1}});
  std::ofstream(journal, std::ios::app) << line.substr(0, fate.below(line.size()));
}

/// The last line once more, as of a file system that did not hear that it was written.
void repeat(fs::path const& journal, Losses& losses) {
  auto const bytes = read_journal_bytes(journal);
  if (!bytes.ends_with('\n')) return;
  auto const begin = bytes.rfind('\n', bytes.size() - 2) + 1;
  auto const line = bytes.substr(begin);
  auto const last = parse_json(line);
  if (last.at("kind") == "record") ++losses.repeated[attempt_of(last)];
  std::ofstream(journal, std::ios::app) << line;
}

/// One start; whether it came to its end.
bool start(RunSpec spec, Fate& fate, double death, Losses& losses) {
  auto const& file = journal_of(spec);
  std::optional<FullDisk> disk;
  if (fate.strikes(death)) {
    std::error_code none;
    auto const size = fs::file_size(file, none);
    disk.emplace((none ? 0 : size) + fate.below(3000));
  }
  Slurm slurm(spec, fate, death, losses);
  if (spec.job.is_ending) spec.job.is_ending = [&] { return slurm.ends_the_job(); };
  try {
    Journal journal(file, Sync::never);
    MortalExecutor executor(spec.study, fate, death, slurm, losses);
    MortalListener listener(fate, death, losses);
    run_study(spec, journal, executor, listener);
    return !slurm.ends_the_job();
  } catch (Killed const&) {
    if (fate.strikes(0.3)) repeat(file, losses);
    if (fate.strikes(0.5)) tear(file, fate);
  } catch (StorageError const&) {
  }
  return false;
}

/// What decides about a study: of each point its launches, how each came out after how
/// many tries of its own, and why it ended.
std::string known_of(RunSpec const& spec, Losses const& losses) {
  auto const history = read_history(read_journal_bytes(journal_of(spec)));
  std::string known;
  for (auto const& id : spec.ids) {
    auto const& point = history.of(id);
    known += id + ": ";
    for (auto const& [launch, verdict] : point.settled)
      known += fmt::format("{} {} after {}, ", launch, to_string(verdict),
                           point.attempts.at(launch) - losses.of({id, launch}));
    for (auto const& [launch, value_s] : point.good_s)
      known += fmt::format("{}={:a} ", launch, value_s);
    known += point.stopped ? to_string(*point.stopped) + "\n" : "goes on\n";
  }
  return known;
}

/// Attempts that are recorded more often than this world wrote them, and lines that
/// cannot be read.
std::string faults_of(fs::path const& journal, Losses const& losses) {
  std::string faults;
  auto lines = losses.repeated;
  auto const content = read_journal(journal);
  for (auto const& bad : content.bad)
    faults += fmt::format("line {}: {}\n", bad.line, bad.why);
  for (auto const& line : content.lines) {
    if (line.at("kind") != "record") continue;
    auto const id = attempt_of(line);
    if (--lines[id] < -1) faults += id + " twice\n";
  }
  return faults;
}

/// What went wrong in the world of that seed; empty where nothing did.
std::string faults_in_world(std::uint64_t seed, fs::path const& directory) {
  fs::remove_all(directory);
  for (auto const* life : {"quiet", "hard"}) fs::create_directories(directory / life);
  Fate quiet(seed);
  auto const undisturbed = drawn_spec(quiet, directory / "quiet");
  Losses none, losses;
  if (!start(undisturbed, quiet, 0, none))
    return "the start without faults did not end";
  Fate fate(seed);
  auto const spec = drawn_spec(fate, directory / "hard");
  int starts = 1;
  for (; !start(spec, fate, starts < 60 ? 0.06 : 0, losses); ++starts) {
  }
  auto faults = faults_of(journal_of(spec), losses);
  auto const expected = known_of(undisturbed, none), found = known_of(spec, losses);
  if (found != expected)
    faults +=
        fmt::format("after {} starts:\n{}instead of\n{}", starts, found, expected);
  return faults;
}

TEST(World, EndsAsOneWithoutFaults) {
  std::signal(SIGXFSZ, SIG_IGN);
  auto const* const chosen = std::getenv("ASSAY_WORLDS");  // "FIRST COUNT"
  std::uint64_t first = 1, count = 300;
  if (chosen != nullptr) std::istringstream(chosen) >> first >> count;
  Scratch const scratch(fs::exists("/dev/shm") ? "/dev/shm" : "/tmp");
  for (auto seed = first; seed < first + count; ++seed)
    ASSERT_EQ(faults_in_world(seed, scratch / "w"), "")
        << "again with ASSAY_WORLDS='" << seed << " 1'";
  std::cout << count << " campaigns, each ended as one without faults\n";
}

}  // namespace
}  // namespace assay
