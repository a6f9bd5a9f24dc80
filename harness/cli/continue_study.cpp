// SPDX-License-Identifier: Apache-2.0
// What a job does whose time ends before the study does.
#include "continue_study.hpp"

#include <fmt/format.h>

#include <csignal>
#include <filesystem>

#include "os/environment.hpp"
#include "os/errors.hpp"
#include "scheduler/scheduler.hpp"
#include "text/say.hpp"

namespace assay {
namespace {

/// Why the study does not go on by itself, or an empty text.
std::string obstacle(Scheduler const& scheduler, JobSection const& wishes,
                     RunOutcome const& outcome, Machine const& machine,
                     GoingOn const& going_on) {
  if (scheduler.section == nullptr)
    return fmt::format(
        "of {} no other job is asked. The same command goes on from here",
        scheduler.name);
  if (wishes.continuation == Continuation::none) {
    return scheduler.section_name +
           ".continue is no. The same command goes on from here";
  }
  if (wishes.continuation == Continuation::requeue)
    if (auto why = scheduler.job.requeue_obstacle(own_environment()); !why.empty())
      return why;
  if (outcome.settled == 0) {
    return fmt::format(
        "no launch fits into the time of the job: it had {}, of which the last {:.0f} "
        "s "
        "are not for launches (--reserve). Ask for more (--time)",
        machine.job_left_s ? fmt::format("{:.0f} s", *machine.job_left_s) : "no limit",
        going_on.reserve_s);
  }
  if (wishes.continuation == Continuation::resubmit && going_on.script.empty()) {
    return scheduler.section_name +
           ".continue: resubmit needs --jobscript, which names the script of the new "
           "job, as jobscripts/scaling.sh does";
  }
  return {};
}

/// Whether someone ended the job, or had it requeued, before its time was over.
bool is_ended_early(std::optional<JobState> const& job, Machine const& machine) {
  if (!job) return true;  // the scheduler knows it no more
  if (job->state == "RUNNING") return false;
  return job->left_s ? *job->left_s > 0 : !machine.job_left_s;
}

}  // namespace

bool is_cut_short(RunOutcome const& outcome, Machine const& machine) {
  bool const told = outcome.signal == SIGUSR1 || outcome.signal == SIGTERM;
  return !machine.job_id.empty() && (told || outcome.out_of_time > 0);
}

std::optional<int> continue_study(Study const& study, RunOutcome const& outcome,
                                  Machine const& machine, GoingOn const& going_on) {
  auto const& scheduler = scheduler_named(machine.scheduler);
  auto const wishes =
      scheduler.section == nullptr ? JobSection() : study.*scheduler.section;
  auto const job = scheduler.job.observe(machine.job_id, own_environment());
  if (is_ended_early(job, machine)) {
    say(fmt::format(
        "the job was ended before its time ({} says {}), and the study is "
        "not done. Requeued, or by the same command, it goes on from here\n",
        scheduler.name, job ? job->state : "nothing of it"));
    return std::nullopt;
  }
  auto const why_not = obstacle(scheduler, wishes, outcome, machine, going_on);
  if (!why_not.empty()) {
    say(fmt::format("the time of the job is over, and the study is not done: {}\n",
                    why_not));
    return std::nullopt;
  }
  bool const requeues = wishes.continuation == Continuation::requeue;
  say(fmt::format("the time of the job is over; the study goes on in {}\n",
                  requeues ? "the same job, requeued" : "a new job"));
  if (requeues && scheduler.job.requeue_exit_code)
    return scheduler.job.requeue_exit_code;
  auto const environment = own_environment();
  Command const command{
      scheduler.job.continuation(wishes, environment, going_on.script), environment,
      std::filesystem::current_path(), ""};
  auto const answer = run_process(command, {.timeout_s = 60});
  if (answer.succeeded()) return code(ExitCode::ok);
  say(fmt::format("{} refuses: {}{}\n", scheduler.name, answer.output_tail,
                  answer.error));
  return std::nullopt;
}

}  // namespace assay
