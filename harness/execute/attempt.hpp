// SPDX-License-Identifier: Apache-2.0
// One try at one launch: directory, job, process, result.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "common/json.hpp"
#include "common/part.hpp"
#include "judge/attempt_result.hpp"
#include "model/launcher.hpp"
#include "os/process.hpp"

namespace assay {

/// Starts commands at the same time and waits until nothing of them is left, in their
/// order; a parameter, so that a study can be run without processes.
using Starter = std::function<std::vector<ProcessResult>(std::span<Command const>,
                                                         ProcessLimits const&)>;

struct AttemptSpec {
  AttemptId id;
  Point point;
  std::filesystem::path worker;
  std::filesystem::path directory;  ///< of the attempt; made here
  Environment base_environment;
  double timeout_s = 300;
  MpiLauncher mpi{};
  SlurmStep step{};
  std::optional<Part> part{};       ///< of the samples; none: all of them
  std::filesystem::path witness{};  ///< the library that is loaded; empty: none
  /// By which a Kokkos in it is led to the witness.
  std::string kokkos_variable = "KOKKOS_TOOLS_LIBS";
  std::filesystem::path devices{};  ///< gives each rank its GPUs, where it is to
  std::filesystem::path look{};     ///< started instead of what the point names
};

/// The exact words and environment of a launch; nothing is touched.
Command make_command(AttemptSpec const& spec, std::string const& nonce);

/// The text of job.json.
std::string job_text(AttemptSpec const& spec, std::string const& nonce);

/// Prepares, starts and finishes attempts at the same time, within the limits of the
/// first. Throws StorageError.
std::vector<AttemptResult> perform_attempts(std::span<AttemptSpec const> specs,
                                            Starter const& start);

inline AttemptResult perform_attempt(AttemptSpec const& spec, Starter const& start) {
  return std::move(perform_attempts({&spec, 1}, start).front());
}

/// Removes the private scratch directories of an attempt that was begun then, and ends
/// what is left of it.
void clean_up_attempt(std::string const& nonce,
                      std::chrono::system_clock::time_point begun);

/// 128 random bits from the kernel, in hexadecimal.
std::string make_nonce();

}  // namespace assay
