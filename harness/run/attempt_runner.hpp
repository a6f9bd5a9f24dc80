// SPDX-License-Identifier: Apache-2.0
// Performs launches and judges them.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "execute/executor.hpp"
#include "os/file_hash.hpp"
#include "records/ledger.hpp"
#include "run_spec.hpp"

namespace assay {

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
  /// `spec`, `executor` and `ledger` outlive it.
  AttemptRunner(RunSpec const& spec, Executor& executor, Ledger& ledger,
                std::string manifest_id)
      : spec_(spec),
        executor_(executor),
        ledger_(ledger),
        manifest_id_(std::move(manifest_id)) {}

  /// The attempts of these requests, in their order; more than one only for kernels.
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
  AttemptResult perform(AttemptSpec const& attempt);
  JudgedAttempt judged(AttemptResult attempt);
  /// A launch alone does not show whether its answer is that of the others.
  void compare_with_others(Judgement& judgement, LaunchRequest const& request) const;
  /// A good launch is none where others disturbed it.
  void check_quiet(JudgedAttempt& launched) const;
  JudgedAttempt launch_program(LaunchRequest const& request);
  Judgement const& probe(LaunchRequest const& request);
  ProgramHashes program_hashes(std::string const& backend);
  ProgramHashes program_hashes(Program const& program);
  /// What the witness saw executed, here and by the earlier launches of that point.
  void add_executable(Evidence& evidence, std::string const& point);
  std::string current_hash(std::filesystem::path const& file);
  std::string variable_of(Program const& program);

  RunSpec const& spec_;
  Executor& executor_;
  Ledger& ledger_;
  std::string manifest_id_;
  std::map<std::string, FileHash> watched_;
  std::map<std::vector<std::string>, std::string> kokkos_variables_;  ///< by files
  std::map<std::string, Judgement> probes_;  ///< by the id of the geometry
};

}  // namespace assay
