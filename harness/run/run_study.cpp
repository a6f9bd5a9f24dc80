// SPDX-License-Identifier: Apache-2.0
// The order of events: what is decided in RunState and done by AttemptRunner is written
// down here.
#include "run_study.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <deque>
#include <map>
#include <random>
#include <set>

#include "judge/lost_launch.hpp"
#include "judge/noise_of.hpp"
#include "os/errors.hpp"
#include "os/interrupt.hpp"
#include "os/sha256.hpp"
#include "placement.hpp"
#include "records/readings_key.hpp"
#include "records/record.hpp"
#include "recovery.hpp"
#include "run_state.hpp"

namespace assay {
namespace {

using Indices = std::vector<std::size_t>;  ///< of points in the plan

int pending_signal() {
  auto* const interrupt = Interrupt::current();
  return interrupt == nullptr ? 0 : interrupt->signal();
}

std::string id_of(Json const& job) {
  return job.is_object() ? job.value("job", "") : "";
}

/// A study that goes on keeps the order of its blocks.
std::uint64_t order_seed_of(Study const& study, History const& history) {
  if (study.order_seed || study.cluster) return study.simulation_seed();
  if (auto const earlier = history.order_seed()) return *earlier;
  std::random_device entropy;
  return std::uniform_int_distribution<std::uint64_t>()(entropy);
}

/// Throws UsageError where the programs would be read in another way than they were:
/// what is measured already would stand beside what it is not.
void expect_same_readings(RunSpec const& spec, History const& history) {
  auto const& earlier = history.readings();
  if (spec.study.programs.empty() || earlier.empty() || history.last_block() == 0)
    return;
  if (earlier == readings_key(spec.study.readings)) return;
  throw UsageError(fmt::format(
      "{}: what is measured there was read by other metrics, or held against another "
      "check, than the study now says. Measure anew with --fresh, give the study "
      "another "
      "name, or undo that change",
      spec.directory.string()));
}

class StudyRun {
  using Clock = std::chrono::steady_clock;

 public:
  StudyRun(RunSpec const& spec, Journal& journal, Executor& executor,
           RunListener& listener)
      : spec_(spec),
        executor_(executor),
        listener_(listener),
        manifest_id_(sha256(to_text(spec.manifest)).substr(0, 16)),
        ledger_(journal, id_of(spec.job.record)),
        blocks_before_(spec.study.cluster ? 0 : ledger_.history().last_block()),
        state_(spec, ledger_.history()),
        order_seed_(order_seed_of(spec.study, ledger_.history())),
        runner_(spec, executor, ledger_, manifest_id_),
        left_out_(ledger_.nodes().left_out()) {
    expect_same_readings(spec, ledger_.history());
    executor.begin(ledger_.history().wall_s());
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
    if (is_set_up_ && !interrupted()) runner_.run_own("cleanup", spec_.study.cleanup);
    return outcome();
  }

 private:
  void write_preamble() {
    if (!ledger_.history().has_manifest(manifest_id_)) {
      Json line{{"kind", "manifest"}, {"id", manifest_id_}};
      line.update(spec_.manifest);
      ledger_.append(std::move(line));
    }
    auto study = spec_.study;
    study.order_seed = order_seed_;
    ledger_.append(study_json(study, spec_.plan, spec_.ids, limits_here()));
    for (auto const& record : recover_attempts(spec_.directory / "attempts",
                                               ledger_.history(), manifest_id_)) {
      ledger_.append(record);
    }
  }

  std::optional<NoiseLimits> limits_here() const {
    if (spec_.study.cluster || spec_.disturbed == Disturbed::keep) return std::nullopt;
    return limits_of(spec_.noise_limits, spec_.host);
  }

  void stop(std::map<std::size_t, StopReason> const& reasons) {
    std::vector<Json> lines;
    for (auto const& [index, reason] : reasons) {
      state_.stop(index);
      auto const& history = state_.of(index);
      if (history.stopped == reason) continue;
      lines.push_back(stop_json(spec_.ids[index], reason, history.good_s.size()));
      listener_.stopped(spec_.plan.points[index], reason);
    }
    ledger_.append_all(std::move(lines));
  }

  /// Why points need no more launches for themselves.
  void find_ended(int block) {
    ended_.clear();
    for (std::size_t i = 0; i < spec_.ids.size(); ++i) {
      if (state_.has_stopped(i)) continue;
      if (auto const reason = state_.reason_to_stop(i, block))
        ended_.emplace(i, *reason);
    }
  }

  /// The bases of the points that go on: these are compared within blocks.
  std::set<std::size_t> bases_still_needed() const {
    std::set<std::size_t> needed;
    for (std::size_t i = 0; i < spec_.ids.size(); ++i) {
      if (state_.has_stopped(i) || ended_.count(i) != 0) continue;
      auto const& bases = state_.bases_of(i);
      needed.insert(bases.begin(), bases.end());
    }
    return needed;
  }

  Indices active_points(int block) {
    state_.find_given_up();
    find_ended(block);
    auto const needed = bases_still_needed();
    std::map<std::size_t, StopReason> done;
    Indices active;
    for (std::size_t i = 0; i < spec_.ids.size(); ++i) {
      if (state_.has_stopped(i)) continue;
      auto const ended = ended_.find(i);
      if (ended == ended_.end() ||
          (ended->second == StopReason::ci && needed.count(i) != 0)) {
        active.push_back(i);
      } else {
        done.insert(*ended);
      }
    }
    stop(done);
    return active;
  }

  bool over_budget(Indices const& active) {
    if (!state_.exceeds_limits(active, executor_.elapsed_s())) return false;
    for (auto const index : active) ended_.emplace(index, StopReason::budget);
    stop(ended_);
    return true;
  }

  bool interrupted() const { return cut_off_ || pending_signal() != 0; }

  void run_block(int block, Indices const& active) {
    state_.begin(block);
    auto wanted = active;
    while (!wanted.empty()) {
      auto due = due_launches(block, wanted);
      while (!interrupted() && !due.empty()) {
        auto const group = take_group(due);
        if (!group.empty()) launch_until_settled(group, block);
      }
      wanted = disturbed_in(block, active);
    }
  }

  /// The launches that were disturbed and are worth another try, within the limits.
  Indices disturbed_in(int block, Indices const& active) const {
    if (interrupted() || out_of_time_ > 0) return {};
    auto const due = due_launches(block, active);
    Indices again(due.begin(), due.end());
    if (state_.exceeds_limits(again, executor_.elapsed_s())) return {};
    return again;
  }

  std::deque<std::size_t> due_launches(int block, Indices const& active) const {
    std::set<std::size_t> const wanted(active.begin(), active.end());
    std::deque<std::size_t> due;
    for (auto const index : block_order(order_seed_, block, spec_.plan)) {
      if (wanted.count(index) != 0 && !state_.is_done(index, block))
        due.push_back(index);
    }
    return due;
  }

  bool has_time_for(std::size_t index) const {
    return spec_.job.clock.allows(state_.expected_wall_s(index));
  }

  bool may_share(std::size_t index) const {
    auto const& point = spec_.plan.points[index];
    return spec_.study.slurm.side_by_side == SideBySide::yes &&
           point.program == nullptr && launcher_of(point).side_by_side;
  }

  /// The first that is due, and those after it that fit beside it. Empty where the time
  /// of the job does not allow the first.
  Indices take_group(std::deque<std::size_t>& due) {
    auto const first = due.front();
    due.pop_front();
    if (!has_time_for(first)) {
      ++out_of_time_;
      return {};
    }
    Indices group{first};
    if (!may_share(first)) return group;
    auto free = static_cast<int>(spec_.job.nodes.size() - left_out_.size()) -
                spec_.plan.points[first].nodes;
    std::erase_if(due, [&](std::size_t index) {
      int const nodes = spec_.plan.points[index].nodes;
      if (nodes > free || !may_share(index) || !has_time_for(index)) return false;
      free -= nodes;
      group.push_back(index);
      return true;
    });
    return group;
  }

  /// As long as whoever waits has to: a model's launches last longer than its answers.
  Progress progress() const {
    auto now = state_.progress();
    double const waited_s =
        std::chrono::duration<double>(Clock::now() - begin_).count();
    double const elapsed_s = executor_.elapsed_s();
    if (auto const& wall_s = spec_.study.limits.wall_s)
      now.remaining_s = std::min(now.remaining_s, std::max(0.0, *wall_s - elapsed_s));
    now.remaining_s *= elapsed_s > 0 ? waited_s / elapsed_s : 0;
    return now;
  }

  // What the scheduler lost is tried again in its turn, when it is there.
  void launch_until_settled(Indices group, int block) {
    for (int losses = 1;; ++losses) {
      launch(group, block);
      std::erase_if(group, [&](auto index) {
        return later_.count(index) != 0 || state_.is_done(index, block);
      });
      if (group.empty() || interrupted()) return;
      if (spec_.job.await_scheduler) spec_.job.await_scheduler(losses);
    }
  }

  void launch(Indices const& group, int block) {
    if (!is_set_up_) runner_.run_own("setup", spec_.study.setup);
    is_set_up_ = true;
    auto const requests = requests_for(group, block);
    for (auto const& request : requests)
      listener_.launching(spec_.plan.points[request.index], request.id, progress());
    auto launched = runner_.launch(requests);
    for (std::size_t i = 0; i < requests.size(); ++i)
      record(requests[i], launched[i], requests.size());
    leave_out_nodes();
    for (auto const& one : launched) AttemptRunner::refuse_changed(one.attempt);
  }

  /// With nodes of their own where there is a choice to be made.
  std::vector<LaunchRequest> requests_for(Indices const& group, int block) const {
    std::vector<LaunchRequest> requests;
    std::set<std::string> busy;
    for (auto const index : group) {
      LaunchRequest request{index, state_.next_attempt(index, block), {}};
      if (!spec_.srun_mpi.empty()) request.step.mpi = spec_.srun_mpi[index];
      auto const nodes = nodes_for(index, busy, group.size());
      if (nodes) request.step.nodes = *nodes;
      busy.insert(request.step.nodes.begin(), request.step.nodes.end());
      requests.push_back(std::move(request));
    }
    return requests;
  }

  /// Nothing where Slurm may choose, or where too few nodes are left.
  std::optional<std::vector<std::string>> nodes_for(std::size_t index,
                                                    std::set<std::string> const& busy,
                                                    std::size_t beside) const {
    auto const& point = spec_.plan.points[index];
    auto avoided = busy;
    for (auto const& [node, why] : left_out_) avoided.insert(node);
    auto const suspects = ledger_.nodes().suspects(spec_.ids[index]);
    bool const any = beside > 1 || !avoided.empty() || !suspects.empty();
    if (!launcher_of(point).side_by_side || !any) return std::nullopt;
    auto strict = avoided;
    strict.insert(suspects.begin(), suspects.end());
    auto const best = choose_nodes(spec_.job.nodes, strict, point.nodes);
    return best ? best : choose_nodes(spec_.job.nodes, avoided, point.nodes);
  }

  void record(LaunchRequest const& request, JudgedAttempt& launched,
              std::size_t beside) {
    auto const& [index, id, step] = request;
    auto& verdict = launched.judgement.verdict;
    auto const& evidence = launched.attempt.evidence;
    blame_job(verdict, evidence);
    state_.tried(index, id.launch);
    learn(launched);
    later_.erase(index);
    if (verdict.of == VerdictClass::disturbed) later_.insert(index);
    bool const cut_off = verdict.of == VerdictClass::interrupted;
    cut_off_ = cut_off_ || cut_off;
    settled_ += cut_off ? 0 : 1;
    auto line = record_json(id, blocks_before_ + id.launch, launched.attempt,
                            launched.judgement, manifest_id_);
    if (!spec_.job.record.is_null()) line[spec_.job.record_key] = job_of(step, beside);
    ledger_.append(std::move(line));
    state_.recount(index, id.launch);
    runner_.settle_directory(id, launched);
    auto const& point = spec_.plan.points[index];
    listener_.printed(point, id, evidence.process.output_tail);
    listener_.finished(point, id, launched.judgement, progress());
  }

  /// What nodes without measured limits do of themselves.
  void learn(JudgedAttempt const& launched) {
    if (!spec_.keep_limits) return;
    for (auto const& noise : noise_of(launched.attempt.evidence, launched.judgement)) {
      if (!noise.others_cpus || spec_.noise_limits.count(noise.node) != 0) continue;
      auto& windows = windows_[noise.node];
      windows.push_back(noise);
      if (windows.size() == fewest_windows) spec_.keep_limits(windows);
    }
  }

  Json job_of(SlurmStep const& step, std::size_t beside) const {
    auto job = spec_.job.record;
    if (!step.nodes.empty()) job["launch_nodes"] = step.nodes;
    if (beside > 1) job["side_by_side"] = beside;
    return job;
  }

  void blame_job(Verdict& verdict, Evidence const& evidence) const {
    if (!spec_.job.is_ending) return;
    verdict = in_job(verdict, evidence,
                     [&] { return pending_signal() != 0 || spec_.job.is_ending(); });
  }

  void leave_out_nodes() {
    for (auto const& [node, why] : ledger_.nodes().left_out()) {
      if (!left_out_.emplace(node, why).second) continue;
      ledger_.append(left_out_json(node, why, id_of(spec_.job.record)));
      listener_.left_out(node, why);
    }
  }

  RunOutcome outcome() const {
    RunOutcome outcome;
    outcome.signal = pending_signal();
    outcome.settled = settled_;
    outcome.out_of_time = out_of_time_;
    for (std::size_t i = 0; i < spec_.ids.size(); ++i) {
      outcome.failed += state_.of(i).failures();
      outcome.disturbed += state_.of(i).disturbed_launches();
      outcome.ok += static_cast<int>(state_.of(i).good_s.size());
    }
    return outcome;
  }

  RunSpec const& spec_;
  Clock::time_point begin_ = Clock::now();
  Executor& executor_;
  RunListener& listener_;
  std::string manifest_id_;
  Ledger ledger_;
  /// Of earlier starts, whose machine was another than ours; a simulated one stays.
  int blocks_before_;
  RunState state_;
  std::map<std::size_t, StopReason> ended_;  ///< in this block; bases may go on
  std::uint64_t order_seed_;
  AttemptRunner runner_;
  std::map<std::string, LeftOut> left_out_;  ///< by node
  std::set<std::size_t> later_;  ///< disturbed just now: others have their turn first
  std::map<std::string, std::vector<Noise>> windows_;  ///< by node, for its limits
  bool is_set_up_ = false;
  bool cut_off_ = false;
  int settled_ = 0;
  int out_of_time_ = 0;
};

}  // namespace

RunOutcome run_study(RunSpec const& spec, Journal& journal, Executor& executor,
                     RunListener& listener) {
  return StudyRun(spec, journal, executor, listener).run();
}

}  // namespace assay
