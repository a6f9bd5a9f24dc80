// SPDX-License-Identifier: Apache-2.0
// What `assay doctor` looks at: one check per file, each a few lines of findings.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "common/first_line.hpp"
#include "judge/disturbance.hpp"
#include "model/machine.hpp"
#include "os/process.hpp"

namespace assay::doctor {

enum class Level { ok, warning, error };

/// One line: what was looked at, what was seen, and what to do about it.
struct Line {
  std::string subject;
  Level level = Level::ok;
  std::string seen;
  std::string cure{};  ///< empty where all is well
};

/// What is examined. `root` is "/", or in tests a directory with another /proc and
/// /sys.
struct Patient {
  Machine machine;
  Environment environment;  ///< of launches
  std::filesystem::path root = "/";
  std::filesystem::path results = "results";  ///< of all studies
};

using Lines = std::vector<Line>;

Lines check_mpi(Patient const& patient);       ///< launcher, and whether workers match
Lines check_backends(Patient const& patient);  ///< workers that start
Lines check_probes(Patient const& patient);    ///< real launches, judged
Lines check_clock(Patient const& patient);
Lines check_governor(Patient const& patient);
Lines check_load(Patient const& patient);   ///< takes half a second
Lines check_noise(Patient const& patient);  ///< takes three; keeps what it finds
Lines check_turns(Patient const& patient);
Lines check_processes(Patient const& patient);
Lines check_cgroup(Patient const& patient);
Lines check_affinity(Patient const& patient);
Lines check_scheduler(Patient const& patient);
Lines check_site(Patient const& patient);  ///< files that give all studies defaults
Lines check_python(Patient const& patient);
Lines check_locale(Patient const& patient);
Lines check_space(Patient const& patient);

/// Of the clock's name and resolution in seconds: pure.
Line clock_line(std::string const& source, double resolution_s);

/// Of the limits that were found: pure.
Line noise_line(NoiseLimits const& limits);

/// Of the room in a directory, with what helps where it is little: pure.
Line room_line(std::string const& subject, double free_bytes, std::string const& cure);

/// All of them, in this order.
Lines examine(Patient const& patient);

std::string to_string(Level level);

}  // namespace assay::doctor
