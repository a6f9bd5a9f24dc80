// SPDX-License-Identifier: Apache-2.0
// Slurm's controller, which may be away for a while.
#include "controller.hpp"

#include <poll.h>

#include <algorithm>
#include <chrono>
#include <sstream>

#include "os/environment.hpp"
#include "os/interrupt.hpp"
#include "question.hpp"
#include "text/say.hpp"

namespace assay {
namespace {

using Clock = std::chrono::steady_clock;

/// Returns early, and false, when a signal comes.
bool pause(std::chrono::milliseconds time) {
  auto* const interrupt = Interrupt::current();
  if (interrupt != nullptr && interrupt->signal() != 0) return false;
  pollfd news{interrupt == nullptr ? -1 : interrupt->descriptor(), POLLIN, 0};
  return ::poll(&news, 1, static_cast<int>(time.count())) == 0;
}

/// Just started, the controller does not know its nodes for some seconds; a step that
/// is asked for then waits a minute for them.
void await_nodes(Environment const& environment) {
  constexpr int most_tries = 30;
  auto const list = variable_of(environment, "SLURM_JOB_NODELIST");
  Command const sinfo{
      {"sinfo", "--noheader", "--Node", "--nodes=" + list, "--format=%T"},
      environment,
      "/",
      ""};
  for (int i = 0; i < most_tries; ++i) {
    auto const states = run_process(sinfo, {.timeout_s = 10}).output_tail;
    bool const all_known = states.find("unknown") == states.npos;
    if (all_known || !pause(std::chrono::seconds(1))) return;
  }
}

}  // namespace

bool is_silence(ProcessResult const& answer) {
  if (answer.ending == Ending::timed_out) return true;
  if (answer.ending != Ending::exited || answer.exit_code == 0) return false;
  for (auto const* words : {"Unable to contact slurm controller", "Connection refused",
                            "timed out", "Zero Bytes were transmitted"}) {
    if (answer.output_tail.find(words) != std::string::npos) return true;
  }
  return false;
}

AwaitedJob await_job(std::string const& job_id, Environment const& environment,
                     double limit_s) {
  constexpr std::chrono::seconds step(1), longest(30);
  auto const end = Clock::now() + std::chrono::duration<double>(limit_s);
  for (int silences = 1;; ++silences) {
    auto const answer = ask_squeue(job_id, environment);
    if (!is_silence(answer)) {
      if (silences > 1) await_nodes(environment);
      return {answer.succeeded() ? parse_job_state(answer.output_tail, job_id)
                                 : std::nullopt,
              answer.ending != Ending::interrupted};
    }
    if (silences == 1) say("waiting: Slurm's controller does not answer\n");
    if (Clock::now() > end || !pause(std::min(silences * step, longest))) return {};
  }
}

void await_after_loss(std::string const& job_id, Environment const& environment,
                      double limit_s, int losses) {
  if (pause(std::chrono::seconds(2 * losses * losses)))
    await_job(job_id, environment, limit_s);
}

std::vector<std::string> host_names(std::string const& list,
                                    Environment const& environment) {
  std::vector<std::string> names;
  if (list.empty()) return names;
  auto const answer = answer_to({.words = {"scontrol", "show", "hostnames", list},
                                 .limit_s = 10,
                                 .what = "the names of the job's nodes",
                                 .instead = "none of them is left out where it fails"},
                                environment);
  std::istringstream words(answer.value_or(""));
  for (std::string name; words >> name;) names.push_back(name);
  return names;
}

}  // namespace assay
