// SPDX-License-Identifier: Apache-2.0
// One judge for kernels and programs: what differs is who wrote the result.
#include "judge_program.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "checks.hpp"
#include "program_answer.hpp"
#include "text/lines.hpp"
#include "text/utf8.hpp"

namespace assay {
namespace {

/// The line that the program itself ended with; a launcher may print more after it.
std::string reason_in(std::string const& output) {
  auto const mark = output.find("unavailable: ");
  if (mark == output.npos) return last_line(output);
  return output.substr(mark, output.find('\n', mark) - mark);
}

/// Which metrics had several values of which nothing says which counts. Numbers of
/// lines differ from launch to launch: they stand in the record.
std::string choice_unsaid(WorkerResult const& result) {
  std::string names;
  for (auto const& [name, metric] :
       result.whole.at("measurements").at(0).at("metrics").items())
    if (metric.contains("matches")) names += (names.empty() ? "" : ", ") + name;
  return names.empty() ? ""
                       : fmt::format(
                             "several values of {} were found, and the last "
                             "counts. Say 'which: last' where that is meant",
                             names);
}

/// The places of the probe's processes, and the threads of the program's own.
Json world_of(WorkerResult const& probe, Evidence const& evidence) {
  auto world = probe.whole.at("world");
  if (!evidence.witnessed) return world;
  auto& places = world.at("by_rank");
  auto const ranks = ranks_of(*evidence.witnessed);
  for (std::size_t i = 0; i < std::min(places.size(), ranks.size()); ++i) {
    auto cpus = Json::array();
    for (auto const* thread : threads_that_worked(*ranks[i]))
      cpus.push_back(thread->allowed->list);
    places[i]["threads"] = cpus.size();
    places[i]["thread_cpus"] = std::move(cpus);
  }
  return world;
}

}  // namespace

Judgement judge_program(Evidence evidence, WorkerResult const& probe) {
  if (auto const changed = check_program(evidence)) return {*changed, {}};
  auto const& process = evidence.process;
  bool const exited = process.ending == Ending::exited;
  if (exited && process.exit_code == exit_unavailable)
    return {{VerdictClass::config, printable(reason_in(process.output_tail), 200)}, {}};
  evidence.worker_started =
      true;  // the program itself: the probe stands for the launcher
  if (!exited || process.exit_code != 0) {
    return judge(evidence);  // there is no result of a worker
  }
  if (auto const wrong = check_witness(evidence)) return {*wrong, {}};
  if (auto const wrong = check_kept(evidence, probe.world)) return {*wrong, {}};
  if (auto const changed = check_executable(evidence)) return {*changed, {}};
  auto answer = read_answer(evidence);
  if (answer.fault) return {*answer.fault, {}};
  Json result{{"schema", 1},
              {"nonce", evidence.nonce},
              {"world", world_of(probe, evidence)},
              {"measurements", Json::array({std::move(answer.measurement)})}};
  evidence.result = result_from(std::move(result), evidence.nonce);
  auto judgement = judge(evidence);
  if (judgement.verdict.of == VerdictClass::ok)
    judgement.verdict.detail = choice_unsaid(*judgement.result);
  return judgement;
}

}  // namespace assay
