// SPDX-License-Identifier: Apache-2.0
// Is this attempt a measurement of what was asked?
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/part.hpp"
#include "model/mpi_launcher.hpp"
#include "model/point.hpp"
#include "os/process.hpp"
#include "output_search.hpp"
#include "verdict.hpp"
#include "witness.hpp"
#include "worker_result.hpp"

namespace assay {

/// SHA-256 of the worker, or over the files of a program, when the study was planned
/// and after this attempt.
struct ProgramHashes {
  std::string planned;  ///< empty: not known, not checked
  std::string seen;     ///< empty: the file is not there
};

/// A file that a program wrote, or why it cannot be read.
struct FileOfProgram {
  std::string name;
  std::optional<std::string> text;  ///< nothing where it is no file, or too large
};

/// By what the study asks for (`out*.txt`), those that there are, in the order of
/// names.
using FilesOfProgram = std::map<std::string, std::vector<FileOfProgram>>;

/// All that is known of one attempt.
struct Evidence {
  Point requested;
  std::optional<MpiLauncher> mpiexec{};  ///< that started it; none of other launchers
  std::optional<Part> part{};            ///< of its samples; none: all of them
  std::string nonce;
  ProcessResult process;
  ProgramHashes program;
  bool worker_started = false;  ///< a process of it reached the worker's main
  ResultFile result;            ///< of a worker
  std::optional<std::string> program_result{};  ///< what a program left there
  Printed printed{};                            ///< found in what it printed
  FilesOfProgram files{};                       ///< that its readings ask for
  /// What the witness saw of a program; none where it was not asked to.
  std::optional<Witnessed> witnessed{};
  ProgramHashes executable{};  ///< that it saw executed, by earlier launches and now
};

struct Judgement {
  Verdict verdict;
  std::shared_ptr<WorkerResult const> result{};  ///< null where there is none to read
};

/// Checks in the order of cause before effect: how it ended, that program and result
/// are those of this attempt, the world, the binding, the answer. Pure.
Judgement judge(Evidence const& evidence);

/// Whether the launcher gave the processes that it was asked for, each with CPUs enough
/// of its own: of a launch of assay-look. Pure.
Judgement judge_place(Evidence const& evidence);

/// What a worker for a device lacks that ended so: the driver, or a device. Empty where
/// it failed for another reason, or not at all.
std::string device_problem(std::string const& backend, ProcessResult const& process);

/// Farther than this many standard errors from the exact value is a wrong answer: one
/// false alarm in 1.7 million right ones.
constexpr double largest_deviation = 5.0;

}  // namespace assay
