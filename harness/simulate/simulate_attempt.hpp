// SPDX-License-Identifier: Apache-2.0
// One try at one launch, answered by a model: no process, no file, no waiting.
#pragma once

#include <string>

#include "common/json.hpp"
#include "execute/executor.hpp"
#include "model/study.hpp"

namespace assay {

/// A model of a cluster, by a clock that its launches move on.
class SimulatedExecutor : public Executor {
 public:
  /// `study` outlives it.
  explicit SimulatedExecutor(Study const& study) : study_(study) {}

  void begin(double earlier_s) override { begin_s_ = now_s_ = earlier_s; }
  double elapsed_s() const override { return now_s_ - begin_s_; }
  std::vector<AttemptResult> perform(std::span<AttemptSpec const> attempts) override;
  /// Throws std::logic_error: it starts no process.
  ProcessResult run(Command const& command, ProcessLimits const& limits) override;

 private:
  Study const& study_;
  double begin_s_ = 0, now_s_ = 0;
};

/// What the launch, drawn from the study's `order_seed`, the point, `id.launch` and
/// `id.attempt`, leaves for the judge. `elapsed_s` is the simulated time since the
/// study began, on a calendar that begins with the year 2000.
AttemptResult simulate_attempt(Study const& study, Point const& point,
                               AttemptId const& id, double elapsed_s);

/// The cluster as the plan sees a machine.
Machine simulated_machine(Cluster const& cluster);

/// Machine and model, without id.
Json simulated_manifest(Cluster const& cluster);

/// All that a simulated number depends on besides its point, for the point's id.
std::string model_key(Study const& study);

}  // namespace assay
