// SPDX-License-Identifier: Apache-2.0
// All state is the history folded from the journal, so a resumed run decides as the
// uninterrupted one would have.
#include "run_study.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "file_hash.hpp"
#include "interrupt.hpp"
#include "judge_program.hpp"
#include "lost_launch.hpp"
#include "point_json.hpp"
#include "probe.hpp"
#include "record.hpp"
#include "recovery.hpp"
#include "sha256.hpp"
#include "simulate_attempt.hpp"
#include "stop_rule.hpp"
#include "study_commands.hpp"
#include "workers.hpp"

namespace assay {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

int pending_signal() {
  auto* const interrupt = Interrupt::current();
  return interrupt == nullptr ? 0 : interrupt->signal();
}

class StudyRun {
 public:
  StudyRun(RunSpec const& spec, Journal& journal, Starter const& start,
           Observer& observer)
      : spec_(spec), journal_(journal), start_(start), observer_(observer) {
    for (auto const& line : journal.content().lines) history_.add(line);
    shares_.resize(spec.ids.size());
    wall_before_s_ = history_.wall_s();
    if (spec.failed == Failed::retry) retried_ = failed_launches();
  }

  RunOutcome run() {
    write_preamble();
    for (int block = 1; !interrupted(); ++block) {
      auto const active = active_points(block);
      if (active.empty() || over_budget(active)) break;
      run_block(block, active);
      if (out_of_time_ > 0) break;  // a later block would want them first
    }
    // An interrupted study goes on, and needs what its setup made.
    if (is_set_up_ && !interrupted()) run_own("cleanup", spec_.study.cleanup);
    return outcome();
  }

 private:
  using LaunchKey = std::pair<std::string, int>;

  std::set<LaunchKey> failed_launches() const {
    std::set<LaunchKey> keys;
    for (auto const& id : spec_.ids) {
      for (auto const& [launch, verdict] : history_.of(id).settled) {
        if (verdict != VerdictClass::ok) keys.insert({id, launch});
      }
    }
    return keys;
  }

  void append(nlohmann::ordered_json const& line) {
    journal_.append(line);
    history_.add(line);
  }

  void write_preamble() {
    manifest_id_ = sha256(spec_.manifest.dump()).substr(0, 16);
    if (!history_.has_manifest(manifest_id_)) {
      nlohmann::ordered_json line{{"kind", "manifest"}, {"id", manifest_id_}};
      line.update(spec_.manifest);
      append(line);
    }
    append(study_json(spec_.study, spec_.plan, spec_.ids));
    for (auto const& record :
         recover_attempts(spec_.directory / "attempts", history_, manifest_id_)) {
      append(record);
    }
  }

  // Retried failures count again only when they fail again.
  int failures(std::string const& id) const {
    int count = history_.of(id).failures();
    for (auto const& [point, launch] : retried_) count -= point == id;
    return count;
  }

  // What was asked is not there (a package, a backend): another launch lacks it as
  // well.
  bool is_hopeless(std::string const& id) const {
    auto const& settled = history_.of(id).settled;
    return std::any_of(settled.begin(), settled.end(), [&](auto const& one) {
      return one.second == VerdictClass::config && retried_.count({id, one.first}) == 0;
    });
  }

  std::string reason_to_stop(std::string const& id, int block) const {
    auto const& history = history_.of(id);
    if (history.good_s.empty() && (failures(id) >= most_failures || is_hopeless(id)))
      return "failed";
    // Only launches of earlier blocks: what a resumed run sees must not depend on where
    // the interrupted one stood.
    std::vector<double> earlier;
    for (auto const& [launch, value] : history.good_s) {
      if (launch < block) earlier.push_back(value);
    }
    if (auto const reason = stop_reason(spec_.study.launches, earlier)) return *reason;
    return block > spec_.study.launches.maximum ? "max" : "";
  }

  void stop_point(std::size_t index, std::string const& reason) {
    auto const& id = spec_.ids[index];
    auto const& history = history_.of(id);
    if (history.stopped != reason) {
      append(stop_json(id, reason, history.good_s.size()));
      observer_.stopped(spec_.plan.points[index], reason);
    }
    stopped_.insert(index);
  }

  std::vector<std::size_t> active_points(int block) {
    std::vector<std::size_t> active;
    for (std::size_t i = 0; i < spec_.ids.size(); ++i) {
      if (stopped_.count(i) != 0) continue;
      auto const reason = reason_to_stop(spec_.ids[i], block);
      if (reason.empty()) {
        active.push_back(i);
      } else {
        stop_point(i, reason);
      }
    }
    return active;
  }

  // Of one launch; points that have not run yet are taken to be like the others.
  double expected_wall_s(std::string const& id) const {
    auto const& own = history_.of(id);
    return own.walls > 0 ? own.wall_s / own.walls : mean_wall_s();
  }

  double mean_wall_s() const {
    return history_.walls() > 0 ? history_.wall_s() / history_.walls() : 0;
  }

  // Of this run; a simulated one takes the time that its launches would have taken.
  double elapsed_s() const {
    if (spec_.study.cluster) return history_.wall_s() - wall_before_s_;
    return std::chrono::duration<double>(Clock::now() - begin_).count();
  }

  bool over_budget(std::vector<std::size_t> const& active) {
    auto const& limits = spec_.study.limits;
    double block_s = 0;
    double block_core_s = 0;
    for (auto const index : active) {
      double const wall_s = expected_wall_s(spec_.ids[index]);
      block_s += wall_s;
      block_core_s += wall_s * spec_.plan.points[index].cores();
    }
    if (block_s <= 0) return false;  // nothing is known before the first block
    bool const over =
        (limits.wall_s && elapsed_s() + block_s > *limits.wall_s) ||
        (limits.core_hours &&
         (history_.core_seconds() + block_core_s) / 3600 > *limits.core_hours);
    if (over) {
      for (auto const index : active) stop_point(index, "budget");
    }
    return over;
  }

  bool interrupted() const { return cut_off_ || pending_signal() != 0; }

  bool is_done(std::string const& id, int launch) const {
    auto const& settled = history_.of(id).settled;
    return settled.count(launch) != 0 && retried_.count({id, launch}) == 0;
  }

  void run_block(int block, std::vector<std::size_t> const& active) {
    std::set<std::size_t> const wanted(active.begin(), active.end());
    for (std::size_t i = 0; i < spec_.ids.size(); ++i) recount(i, block);
    auto const order =
        block_order(spec_.study.order_seed, block, spec_.plan.points.size());
    for (auto const index : order) {
      if (interrupted()) return;
      if (wanted.count(index) == 0 || is_done(spec_.ids[index], block)) continue;
      if (spec_.clock.allows(expected_wall_s(spec_.ids[index]))) {
        launch_until_settled(index, block);
      } else {
        ++out_of_time_;
      }
    }
  }

  // What Slurm lost is tried again at once.
  void launch_until_settled(std::size_t index, int block) {
    do {
      launch(index, block);
    } while (!interrupted() && !is_done(spec_.ids[index], block));
  }

  void launch(std::size_t index, int block) {
    auto const& point = spec_.plan.points[index];
    auto const& id = spec_.ids[index];
    auto const& attempts = history_.of(id).attempts;
    auto const earlier = attempts.find(block);
    AttemptId const attempt_id{id, block,
                               earlier == attempts.end() ? 1 : earlier->second + 1};
    set_up();
    observer_.launching(point, attempt_id, progress());
    auto const directory = spec_.directory / "attempts" / attempt_id.directory_name();
    auto [attempt, judgement] = point.program != nullptr
                                    ? launch_program(point, attempt_id, directory)
                                    : launch_worker(point, attempt_id, directory);
    blame_job(judgement.verdict, attempt.evidence);
    retried_.erase({id, block});
    cut_off_ = judgement.verdict.of == VerdictClass::interrupted;
    settled_ += cut_off_ ? 0 : 1;
    auto record = record_json(attempt_id, attempt, judgement, manifest_id_);
    if (!spec_.job.is_null()) record["slurm"] = spec_.job;
    append(record);
    recount(index, block);
    if (!spec_.study.cluster) settle_directory(directory, attempt, judgement);
    observer_.printed(point, attempt_id, attempt.evidence.process.output_tail);
    observer_.finished(point, attempt_id, judgement, progress());
    refuse_changed(attempt.evidence.program, point);
  }

  void blame_job(Verdict& verdict, Evidence const& evidence) const {
    if (!spec_.job_is_ending) return;
    verdict = in_job(verdict, evidence,
                     [&] { return pending_signal() != 0 || spec_.job_is_ending(); });
  }

  ProgramHashes program_hashes(std::string const& backend) {
    auto const planned = spec_.worker_hashes.find(backend);
    if (planned == spec_.worker_hashes.end()) return {};
    return {planned->second, current_hash(worker_path(backend))};
  }

  ProgramHashes program_hashes(Program const& program) {
    if (program.files_sha256.empty()) return {};
    std::string hashes;
    for (auto const& file : program.files) hashes += current_hash(file);
    return {program.files_sha256, sha256(hashes)};
  }

  std::string current_hash(fs::path const& file) {
    return watched_.try_emplace(file.string(), FileHash(file)).first->second.current();
  }

  static void refuse_changed(ProgramHashes const& program, Point const& point) {
    if (program.planned == program.seen) return;
    auto const what = point.program == nullptr ? worker_path(point.backend).string()
                                               : "a file of program " + point.kernel;
    throw EnvironmentError(
        fmt::format("{} changed during the study, which stops here. The same command "
                    "goes on with the new one, as new points",
                    what));
  }

  struct Launched {
    AttemptResult attempt;
    Judgement judgement;
  };

  AttemptResult perform(Point const& point, AttemptId const& id,
                        fs::path const& directory) const {
    auto attempt =
        spec_.study.cluster
            ? simulate_attempt(spec_.study, point, id, history_.wall_s())
            : perform_attempt({id, point, worker_path(point.backend), directory,
                               spec_.base_environment, spec_.study.limits.timeout_s,
                               spec_.mpi, spec_.srun_mpi},
                              start_);
    attempt.evidence.expected_tallies = history_.expected_tallies(point);
    return attempt;
  }

  Launched launch_worker(Point const& point, AttemptId const& id,
                         fs::path const& directory) {
    auto attempt = perform(point, id, directory);
    attempt.evidence.program = program_hashes(point.backend);
    auto judgement = judge(attempt.evidence);
    return {std::move(attempt), std::move(judgement)};
  }

  // Without a good probe the program is not started: its point is no measurement.
  Launched launch_program(Point const& point, AttemptId const& id,
                          fs::path const& directory) {
    auto const& gate = probe(point);
    if (gate.verdict.of != VerdictClass::ok) {
      AttemptResult none;
      none.started_utc = utc_now();
      none.evidence.requested = point;
      return {std::move(none), {refused_by(gate.verdict), {}}};
    }
    auto attempt = perform(point, id, directory);
    attempt.evidence.program = program_hashes(*point.program);
    auto judgement =
        judge_program(attempt.evidence, gate.result, history_.expected_value(point));
    return {std::move(attempt), std::move(judgement)};
  }

  // Once for each geometry in every run: a study may go on in another allocation.
  Judgement const& probe(Point const& program_point) {
    auto const point = probe_point(program_point);
    AttemptId const id{point_id(point, ""), 0, 1};
    auto const known = probes_.find(id.point);
    if (known != probes_.end()) return known->second;
    auto const directory = spec_.directory / "attempts" / id.directory_name();
    auto const [attempt, judgement] = launch_worker(point, id, directory);
    auto record = record_json(id, attempt, judgement, manifest_id_);
    record["kind"] = "probe";
    append(record);
    settle_directory(directory, attempt, judgement);
    return probes_.emplace(id.point, judgement).first->second;
  }

  void set_up() {
    if (is_set_up_) return;
    is_set_up_ = true;
    run_own("setup", spec_.study.setup);
  }

  void run_own(std::string const& what, std::vector<Argv> const& commands) const {
    run_commands(what, commands, spec_.study, spec_.directory, spec_.base_environment,
                 start_);
  }

  static void settle_directory(fs::path const& directory, AttemptResult const& attempt,
                               Judgement const& judgement) {
    std::error_code ignored;  // the record is safe; a directory left over harms nobody
    if (judgement.verdict.of == VerdictClass::ok ||
        judgement.verdict.of == VerdictClass::interrupted) {
      fs::remove_all(directory, ignored);
    } else {
      keep_output(directory, attempt.evidence.process.output_tail);
    }
  }

  /// What one point adds to the progress.
  struct Share {
    int done = 0;
    int expected = 0;
    double remaining_s = 0;
    int of_unknown_time = 0;  ///< launches to come of a point that has not run yet
  };

  Share share_of(std::size_t index, int block) const {
    auto const& history = history_.of(spec_.ids[index]);
    auto const done = static_cast<int>(history.settled.size());
    int const expected = stopped_.count(index) != 0
                             ? done
                             : std::max({done, block, spec_.study.launches.minimum});
    if (history.walls == 0) return {done, expected, 0, expected - done};
    return {done, expected, (expected - done) * expected_wall_s(spec_.ids[index]), 0};
  }

  // One point as it is now: a sum over all points at each launch would make the time of
  // a study quadratic in them.
  void recount(std::size_t index, int block) {
    auto const now = share_of(index, block);
    auto& counted = shares_[index];
    sum_.done += now.done - counted.done;
    sum_.expected += now.expected - counted.expected;
    sum_.remaining_s += now.remaining_s - counted.remaining_s;
    sum_.of_unknown_time += now.of_unknown_time - counted.of_unknown_time;
    counted = now;
  }

  Progress progress() const {
    double const unknown_s = sum_.of_unknown_time * mean_wall_s();
    return {sum_.done, sum_.expected, std::max(0.0, sum_.remaining_s + unknown_s)};
  }

  RunOutcome outcome() const {
    RunOutcome outcome;
    outcome.signal = pending_signal();
    outcome.settled = settled_;
    outcome.out_of_time = out_of_time_;
    for (auto const& id : spec_.ids) {
      auto const& history = history_.of(id);
      outcome.failed += history.failures();
      outcome.ok += static_cast<int>(history.good_s.size());
    }
    return outcome;
  }

  RunSpec const& spec_;
  Journal& journal_;
  Starter const& start_;
  Observer& observer_;
  History history_;
  std::map<std::string, FileHash> watched_;
  std::set<LaunchKey> retried_;
  std::set<std::size_t> stopped_;
  std::vector<Share> shares_;  ///< of each point, as counted in sum_
  Share sum_;
  std::string manifest_id_;
  std::map<std::string, Judgement> probes_;  ///< by the id of the geometry
  bool is_set_up_ = false;
  bool cut_off_ = false;
  int settled_ = 0;
  int out_of_time_ = 0;
  Clock::time_point begin_ = Clock::now();
  double wall_before_s_ = 0;  ///< of the attempts of earlier runs
};

}  // namespace

RunOutcome run_study(RunSpec const& spec, Journal& journal, Starter const& start,
                     Observer& observer) {
  return StudyRun(spec, journal, start, observer).run();
}

}  // namespace assay
