// SPDX-License-Identifier: Apache-2.0
// The directory of an attempt exists before it starts and until it is recorded, so what
// is there without a record was cut off.
#include "recovery.hpp"

#include <sys/stat.h>

#include <fstream>

#include "execute/attempt.hpp"
#include "os/read_bounded.hpp"
#include "records/record.hpp"

namespace assay {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_description_bytes = std::size_t{1} << 20;

// Nothing where the attempt was cut off before it was described, and so not started.
std::optional<BegunAttempt> read_attempt(fs::path const& directory) {
  auto const text = read_bounded(directory / "attempt.json", most_description_bytes);
  return text ? parse_begun(*text) : std::nullopt;
}

/// Its first file is written just before it is started.
std::chrono::system_clock::time_point begin_of(fs::path const& directory) {
  struct stat status {};
  ::stat((directory / "attempt.json").c_str(), &status);
  return std::chrono::system_clock::from_time_t(status.st_mtime);
}

bool is_good(AttemptId const& id, History const& history) {
  auto const& settled = history.of(id.point).settled;
  auto const found = settled.find(id.launch);
  return found != settled.end() && !is_failure(found->second);
}

}  // namespace

std::vector<Json> recover_attempts(fs::path const& attempts, History const& history,
                                   std::string const& manifest) {
  std::vector<Json> records;
  std::error_code none;
  std::vector<fs::path> directories;
  for (auto const& entry : fs::directory_iterator(attempts, none)) {
    directories.push_back(entry.path());
  }
  for (auto const& directory : directories) {
    auto const attempt = read_attempt(directory);
    if (attempt && history.has_record(attempt->id)) {
      if (is_good(attempt->id, history)) fs::remove_all(directory, none);
      continue;
    }
    if (attempt) {
      clean_up_attempt(attempt->nonce, begin_of(directory));
      // A probe is launched again before it is needed, so nothing is lost.
      bool const is_probe = attempt->id.launch == 0;
      if (!is_probe) records.push_back(interrupted_json(*attempt, manifest));
    }
    fs::remove_all(directory, none);
  }
  return records;
}

void keep_output(fs::path const& directory, std::string const& output_tail) {
  std::ofstream(directory / "output.log", std::ios::binary) << output_tail;
}

}  // namespace assay
