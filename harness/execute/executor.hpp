// SPDX-License-Identifier: Apache-2.0
// What performs attempts, and by whose clock: processes, or a model that answers.
#pragma once

#include <chrono>
#include <span>
#include <vector>

#include "attempt.hpp"
#include "scratch.hpp"

namespace assay {

/// The seam between the order of events and what takes time, disks and processes.
class Executor {
 public:
  virtual ~Executor() = default;

  /// Starts the clock of a run. Earlier ones of its study took `earlier_s` in launches.
  virtual void begin(double earlier_s) = 0;

  /// Since begin().
  virtual double elapsed_s() const = 0;

  /// Performs these attempts at the same time, and waits for all; in their order.
  /// Throws StorageError.
  virtual std::vector<AttemptResult> perform(std::span<AttemptSpec const> attempts) = 0;

  /// Runs a command of the study itself.
  virtual ProcessResult run(Command const& command, ProcessLimits const& limits) = 0;
};

/// Processes, by the clock on the wall.
class ProcessExecutor : public Executor {
 public:
  explicit ProcessExecutor(Starter start) : start_(std::move(start)) {}

  void begin(double) override {
    sweep_scratch();
    begin_ = Clock::now();
  }
  double elapsed_s() const override {
    return std::chrono::duration<double>(Clock::now() - begin_).count();
  }
  std::vector<AttemptResult> perform(std::span<AttemptSpec const> attempts) override {
    return perform_attempts(attempts, start_);
  }
  ProcessResult run(Command const& command, ProcessLimits const& limits) override {
    return start_({&command, 1}, limits).front();
  }

 private:
  using Clock = std::chrono::steady_clock;
  Starter start_;
  Clock::time_point begin_ = Clock::now();
};

}  // namespace assay
