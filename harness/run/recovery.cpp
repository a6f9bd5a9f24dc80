// SPDX-License-Identifier: Apache-2.0
// The directory of an attempt exists before it starts and until it is recorded, so what
// is there without a record was cut off.
#include "recovery.hpp"

#include <fstream>

#include "attempt.hpp"
#include "record.hpp"

namespace assay {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using nlohmann::ordered_json;

// Null where the attempt was cut off before it was described: nothing was started then.
json read_attempt(fs::path const& directory) {
  std::ifstream in(directory / "attempt.json");
  auto attempt = json::parse(in, nullptr, false);
  return attempt.is_object() ? attempt : json();
}

bool is_recorded(json const& attempt, History const& history) {
  return history.has_record(
      {attempt.at("point"), attempt.at("launch"), attempt.at("attempt")});
}

bool is_good(json const& attempt, History const& history) {
  auto const& settled = history.of(attempt.at("point")).settled;
  auto const found = settled.find(attempt.at("launch").get<int>());
  return found != settled.end() && found->second == VerdictClass::ok;
}

}  // namespace

std::vector<ordered_json> recover_attempts(fs::path const& attempts,
                                           History const& history,
                                           std::string const& manifest) {
  std::vector<ordered_json> records;
  std::error_code none;
  std::vector<fs::path> directories;
  for (auto const& entry : fs::directory_iterator(attempts, none)) {
    directories.push_back(entry.path());
  }
  for (auto const& directory : directories) {
    auto const attempt = read_attempt(directory);
    bool const described = !attempt.is_null();
    bool const is_probe = described && attempt.at("launch") == 0;
    if (described && is_recorded(attempt, history)) {
      if (is_good(attempt, history)) fs::remove_all(directory, none);
      continue;
    }
    if (described) {
      clean_up_attempt(attempt.at("nonce"));
      // A probe is launched again before it is needed, so nothing is lost.
      if (!is_probe) records.push_back(interrupted_json(attempt, manifest));
    }
    fs::remove_all(directory, none);
  }
  return records;
}

void keep_output(fs::path const& directory, std::string const& output_tail) {
  std::ofstream(directory / "output.log", std::ios::binary) << output_tail;
}

}  // namespace assay
