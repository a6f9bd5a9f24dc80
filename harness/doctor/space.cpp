// SPDX-License-Identifier: Apache-2.0
// Room for the files of a launch: MPI's shared memory, and temporary files.
#include <fmt/format.h>

#include <cstdlib>

#include "doctor.hpp"

namespace assay::doctor {
namespace {

namespace fs = std::filesystem;

/// MPI maps about 4 MiB per rank; a few hundred ranks fit twice into this.
constexpr double enough_bytes = 256.0 * 1024 * 1024;

Line room_in(fs::path const& directory) {
  std::error_code problem;
  auto const space = fs::space(directory, problem);
  if (problem) {
    return {directory.string(), Level::error, problem.message(),
            "launches put their files there; mount it or make it"};
  }
  auto const free_bytes = static_cast<double>(space.available);
  auto const seen = fmt::format("{:.0f} MiB free", free_bytes / 1048576);
  if (free_bytes < enough_bytes) {
    return {directory.string(), Level::warning, seen, "remove what was left there"};
  }
  return {directory.string(), Level::ok, seen};
}

}  // namespace

Lines check_space(Patient const& patient) {
  char const* const chosen = std::getenv("TMPDIR");
  fs::path const scratch = chosen != nullptr && *chosen != '\0' ? chosen : "/tmp";
  return {room_in(scratch), room_in(patient.root / "dev/shm")};
}

}  // namespace assay::doctor
