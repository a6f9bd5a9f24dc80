// SPDX-License-Identifier: Apache-2.0
// Starts a real worker under mpiexec for a test, in a directory of its own.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "common/json.hpp"

namespace assay {

constexpr char const* serial = ASSAY_BIN "/assay-worker-serial";
constexpr char const* openmp = ASSAY_BIN "/assay-worker-openmp";

/// What a launch is made of; the defaults are a small sound job.
struct Launch {
  std::string worker = openmp;
  int ranks = 1;  ///< that mpiexec starts
  int threads = 1;
  std::string fault = "";  ///< ASSAY_FAULT, if any
  int timeout_s = 60;
  Json job = Json::object();  ///< merged over the default job
};

/// A worker and how its work is split, as tests sweep them.
struct Split {
  char const* worker;
  int ranks, threads;
};

/// As in `serial_4x1`.
std::string name_of(testing::TestParamInfo<Split> const& info);

struct Ended {
  int exit_code = -1;  ///< 124 or 137: ended at the time limit
  std::string output;
  bool has_result = false;
  std::string result_text;
  Json result;  ///< discarded if the text is no JSON
};

/// A directory that is new, and gone with the object.
class Attempt {
 public:
  Attempt();
  ~Attempt();
  Attempt(Attempt const&) = delete;
  Attempt& operator=(Attempt const&) = delete;

  Ended run(Launch const& launch) const;
  std::filesystem::path const& directory() const { return directory_; }

 private:
  std::filesystem::path directory_;
};

/// One launch in a directory of its own.
Ended run(Launch const& launch);

/// The job with `samples` samples of pi and `repetitions` repetitions as a patch for
/// Launch.
Json pi_job(std::string const& samples, int repetitions);

/// The bytes of a file; none where there is no such file.
std::string read(std::filesystem::path const& path);

/// Runs a command line of the shell; its output and its exit code.
Ended run_command(std::string const& line);

}  // namespace assay
