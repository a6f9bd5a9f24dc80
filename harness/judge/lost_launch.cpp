// SPDX-License-Identifier: Apache-2.0
// Launches that Slurm lost, told from those that failed by themselves.
#include "lost_launch.hpp"

#include <algorithm>
#include <cctype>
#include <csignal>
#include <initializer_list>
#include <sstream>
#include <string>

#include "model/launcher.hpp"

namespace assay {
namespace {

std::string lower_case(std::string text) {
  for (auto& c : text)
    c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

bool contains_any(std::string const& text, std::initializer_list<char const*> words) {
  return std::any_of(words.begin(), words.end(),
                     [&](char const* word) { return text.find(word) != text.npos; });
}

/// What srun says in any release and case: "Node failure on n1", "DUE TO NODE FAILURE".
bool tells_of_node_failure(std::string const& output) {
  return output.find("node failure") != output.npos;
}

/// "srun: error: n1: tasks 0-1: Killed", and what MPI says; not "srun: error: task 0
/// launch failed".
bool tells_of_a_rank(std::string const& line) {
  if (contains_any(line, {"mpi_abort was invoked", "error handler invoked"}))
    return true;
  auto const rank = line.find(": task");
  auto const host = line.find("error: ");
  return rank != line.npos && host != line.npos && host + 6 < rank;
}

/// Slurm ends a step from outside: scancel, or a node that comes back and remembers the
/// job that has meanwhile started again. After a rank that failed, and after MPI_Abort,
/// srun says the same, but of the rank first.
bool tells_of_ended_step(std::string const& output) {
  std::istringstream lines(output);
  for (std::string line; std::getline(lines, line);) {
    if (tells_of_a_rank(line)) return false;
    if (contains_any(line,
                     {"cancelled at", "job step aborted", "force terminated",
                      "forcing job termination", "before step completely launched"}))
      return true;
  }
  return false;
}

// In the words of several releases, some of which name processors only.
bool lacks_gpus(Point const& point, std::string const& output) {
  return point.on_device() &&
         contains_any(output, {"generic resource", "gres", "trackable resource",
                               "more processors requested than permitted"});
}

/// What srun says of an error that is there again at the next try: it was asked for
/// what this Slurm has not, or the program under it for what its MPI has not.
bool tells_of_lasting_error(std::string const& output) {
  return contains_any(
      output,
      {"invalid mpi type", "cannot find mpi plugin",
       "couldn't find the specified plugin", "was not built with slurm's pmi",
       "more processors requested", "invalid generic resource",
       "invalid trackable resource", "unrecognized option", "invalid option",
       "mutually exclusive", "execve", "memory specification can not be satisfied",
       "invalid feature", "access/permission denied",
       "node count specification invalid", "requested nodes not in"});
}

bool was_killed(ProcessResult const& process) {
  return process.exit_code == 128 + SIGTERM || process.exit_code == 128 + SIGKILL ||
         process.ending == Ending::signalled;
}

/// A worker of ours ends with 0 only behind its result: where a step is cancelled on a
/// busy node, srun may have seen no task end, and ends with 0 itself.
bool is_lost_silently(Verdict const& verdict, Point const& point) {
  return verdict.of == VerdictClass::no_result && point.program == nullptr &&
         launcher_of(point).needs_job;
}

bool may_be_lost(VerdictClass verdict) {
  return verdict == VerdictClass::launcher || verdict == VerdictClass::crash ||
         verdict == VerdictClass::no_result;
}

}  // namespace

bool is_loss(VerdictClass verdict) {
  return verdict == VerdictClass::node || verdict == VerdictClass::scheduler ||
         verdict == VerdictClass::storage;
}

Verdict in_job(Verdict const& verdict, Evidence const& evidence,
               std::function<bool()> const& job_is_ending) {
  if (!may_be_lost(verdict.of)) return verdict;
  // Slurm ends srun before it tells us.
  if (job_is_ending()) {
    return {VerdictClass::interrupted, "the job was ending: " + verdict.detail};
  }
  auto const& point = evidence.requested;
  if (launcher_of(point).starts_here()) return verdict;
  auto const output = lower_case(evidence.process.output_tail);
  if (verdict.of == VerdictClass::launcher && lacks_gpus(point, output)) {
    return {VerdictClass::device,
            "the job has too few GPUs for a rank each. Ask sbatch for --gpus-per-node"};
  }
  if (tells_of_node_failure(output)) {
    return {VerdictClass::node, "a node failed: " + verdict.detail};
  }
  if ((was_killed(evidence.process) && tells_of_ended_step(output)) ||
      is_lost_silently(verdict, point)) {
    return {VerdictClass::scheduler, "Slurm ended the step: " + verdict.detail};
  }
  if (verdict.of == VerdictClass::launcher &&
      evidence.process.ending != Ending::not_started &&
      !tells_of_lasting_error(output)) {
    return {VerdictClass::scheduler, verdict.detail};
  }
  return verdict;
}

}  // namespace assay
