// SPDX-License-Identifier: Apache-2.0
// Performs launches and judges them.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "file_hash.hpp"
#include "history.hpp"
#include "run_spec.hpp"

namespace assay {

/// Starts commands at the same time and waits for all.
using GroupStarter = std::function<std::vector<ProcessResult>(
    std::vector<Command> const&, ProcessLimits const&)>;

/// How launches are started.
struct Starters {
  Starter one;
  GroupStarter side_by_side{};  ///< empty: one after the other only
};

/// One launch that is due.
struct LaunchRequest {
  std::size_t index = 0;  ///< of its point in the plan
  AttemptId id;
  SlurmStep step{};
};

struct JudgedAttempt {
  AttemptResult attempt;
  Judgement judgement;
};

/// For a study with programs it first probes each of their geometries, and keeps the
/// record of that.
class AttemptRunner {
 public:
  using Append = std::function<void(nlohmann::ordered_json const&)>;

  /// `spec`, `starters` and `history` outlive it; `append` takes the lines of probes.
  AttemptRunner(RunSpec const& spec, Starters const& starters, History const& history,
                Append append, std::string manifest_id)
      : spec_(spec),
        starters_(starters),
        history_(history),
        append_(std::move(append)),
        manifest_id_(std::move(manifest_id)) {}

  /// The attempts of these requests, in their request; more than one only for kernels.
  /// Throws StorageError.
  std::vector<JudgedAttempt> launch(std::vector<LaunchRequest> const& requests);

  /// Of an attempt whose record is safe: kept only where someone may want to look.
  void settle_directory(AttemptId const& id, JudgedAttempt const& launched) const;

  /// Throws EnvironmentError where the worker of that attempt is not the planned one.
  static void refuse_changed(AttemptResult const& attempt);

  void run_own(std::string const& what, std::vector<Argv> const& commands) const;

 private:
  Point const& point_of(LaunchRequest const& request) const {
    return spec_.plan.points[request.index];
  }
  AttemptSpec attempt_spec(Point const& point, AttemptId const& id,
                           SlurmStep const& step) const;
  JudgedAttempt judged(AttemptResult attempt);
  JudgedAttempt launch_worker(AttemptSpec const& attempt);
  JudgedAttempt launch_program(LaunchRequest const& request);
  std::vector<JudgedAttempt> launch_together(
      std::vector<LaunchRequest> const& requests);
  Judgement const& probe(LaunchRequest const& request);
  ProgramHashes program_hashes(std::string const& backend);
  ProgramHashes program_hashes(Program const& program);
  std::string current_hash(std::filesystem::path const& file);

  RunSpec const& spec_;
  Starters const& starters_;
  History const& history_;
  Append append_;
  std::string manifest_id_;
  std::map<std::string, FileHash> watched_;
  std::map<std::string, Judgement> probes_;  ///< by the id of the geometry
};

}  // namespace assay
