// SPDX-License-Identifier: Apache-2.0
// Room for the results and for the files of a launch, and the right to write them.
#include <fmt/format.h>

#include <cstdlib>

#include "doctor.hpp"
#include "os/temporary_directory.hpp"

namespace assay::doctor {
namespace {

namespace fs = std::filesystem;

/// MPI maps about 4 MiB per rank; a few hundred ranks fit twice into this.
constexpr double enough_bytes = 256.0 * 1024 * 1024;

}  // namespace

Line room_line(std::string const& subject, double free_bytes, std::string const& cure) {
  auto const seen = fmt::format("{:.1f} GiB free", free_bytes / 1073741824);
  if (free_bytes < enough_bytes) return {subject, Level::warning, seen, cure};
  return {subject, Level::ok, seen};
}

namespace {

Line room_in(std::string const& subject, fs::path const& directory,
             std::string const& cure) {
  std::error_code problem;
  auto const space = fs::space(directory, problem);
  if (problem) return {subject, Level::error, problem.message(), cure};
  try {
    TemporaryDirectory const trial(directory, "assay-doctor");
  } catch (fs::filesystem_error const& error) {
    return {subject, Level::error, "nothing can be written: " + error.code().message(),
            cure};
  }
  return room_line(subject, static_cast<double>(space.available), cure);
}

/// Results are made where they are not there yet.
fs::path nearest_there(fs::path directory) {
  std::error_code none;
  while (!fs::exists(directory, none) && directory.has_relative_path())
    directory = directory.parent_path();
  return directory;
}

}  // namespace

Lines check_space(Patient const& patient) {
  char const* const chosen = std::getenv("TMPDIR");
  fs::path const scratch = chosen != nullptr && *chosen != '\0' ? chosen : "/tmp";
  auto const results = fs::absolute(patient.results);
  constexpr auto files =
      "launches put their files there: mount it, make room, or name another in TMPDIR";
  return {room_in(results.string(), nearest_there(results),
                  "results are written there: make room, or give --results a directory "
                  "that you may write to"),
          room_in(scratch.string(), scratch, files),
          room_in((patient.root / "dev/shm").string(), patient.root / "dev/shm",
                  "MPI shares memory there: mount it, or remove what was left")};
}

}  // namespace assay::doctor
