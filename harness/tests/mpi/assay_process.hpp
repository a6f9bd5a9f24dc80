// SPDX-License-Identifier: Apache-2.0
// Runs the built assay on studies in a directory of its own.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "common/json.hpp"

namespace assay {

/// A study of a program without MPI whose answer is checked: 2 launches.
inline constexpr char const* of_a_shell =
    "study: s\nprogram: [sh, -c, \"echo 7\"]\nproof: none\nscaling: strong\nranks: 1\n"
    "launcher: local\nsamples: 1e6\nlaunches: 2\nmetrics: {n: {pattern: '^(\\d+)$'}}\n"
    "check: {value: n, equal: true, expected: 7}\n";

/// A directory that goes when the object does, with one study in it.
class StudyDirectory {
 public:
  explicit StudyDirectory(std::string const& yaml);
  ~StudyDirectory();
  StudyDirectory(StudyDirectory const&) = delete;
  StudyDirectory& operator=(StudyDirectory const&) = delete;

  /// Starts `assay run --no-report`, plus `extra` words; output goes to output().
  pid_t start(std::vector<std::string> const& extra = {}) const;
  /// Waits for it; the exit code, or 128 + the signal that killed it.
  static int wait(pid_t process);
  int run(std::vector<std::string> const& extra = {}) const {
    return wait(start(extra));
  }

  std::filesystem::path path() const { return path_; }
  std::filesystem::path results() const { return path_ / "results" / "s"; }
  std::string output() const;
  /// Reports what was measured in the form of this file alone; its text. Throws where
  /// there is none.
  std::string reported(std::string const& file) const;
  std::vector<Json> lines(std::string const& kind) const;
  std::map<std::string, int> verdicts() const;
  /// (point, launch) -> how many good records it has.
  std::map<std::pair<std::string, int>, int> good_launches() const;

 private:
  std::filesystem::path path_;
};

/// The mpiexec of the MPI that the workers were built with: the one on PATH may be of
/// another, where a package came later.
std::string mpiexec_of_workers();

/// Processes anywhere whose command line holds `text`.
int processes_with(std::string const& text);

}  // namespace assay
