// SPDX-License-Identifier: Apache-2.0
// Launches that Slurm lost, told from those that failed by themselves.
#include "lost_launch.hpp"

#include <cctype>
#include <string>

namespace assay {
namespace {

/// What srun says in any release and case: "Node failure on n1", "DUE TO NODE FAILURE".
bool tells_of_node_failure(std::string text) {
  for (auto& c : text)
    c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text.find("node failure") != text.npos;
}

bool may_be_lost(VerdictClass verdict) {
  return verdict == VerdictClass::launcher || verdict == VerdictClass::crash ||
         verdict == VerdictClass::no_result;
}

}  // namespace

bool is_loss(VerdictClass verdict) {
  return verdict == VerdictClass::node || verdict == VerdictClass::scheduler;
}

Verdict in_job(Verdict const& verdict, Evidence const& evidence,
               std::function<bool()> const& job_is_ending) {
  if (!may_be_lost(verdict.of)) return verdict;
  // Slurm ends srun before it tells us.
  if (job_is_ending()) {
    return {VerdictClass::interrupted, "the job was ending: " + verdict.detail};
  }
  auto const& launcher = evidence.requested.launcher;
  if (launcher != "srun" && launcher != "simulate") return verdict;
  if (tells_of_node_failure(evidence.process.output_tail)) {
    return {VerdictClass::node, "a node failed: " + verdict.detail};
  }
  if (verdict.of == VerdictClass::launcher &&
      evidence.process.ending != Ending::not_started) {
    return {VerdictClass::scheduler, verdict.detail};
  }
  return verdict;
}

}  // namespace assay
