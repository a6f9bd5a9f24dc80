// SPDX-License-Identifier: Apache-2.0
// The files are JSON, as the line of a study holds the limits.
#include "noise_limits.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <optional>
#include <system_error>

#include "common/json.hpp"
#include "os/atomic_file.hpp"
#include "os/environment.hpp"
#include "os/errors.hpp"
#include "os/read_bounded.hpp"
#include "os/utc.hpp"
#include "records/limits_json.hpp"
#include "user_cache.hpp"

namespace assay {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_bytes = 4096;

/// A host may be called what it likes; a file here may not.
bool may_be_file(std::string const& host) {
  return !host.empty() && host.front() != '.' &&
         std::all_of(host.begin(), host.end(), [](unsigned char c) {
           return std::isalnum(c) != 0 || c == '.' || c == '-' || c == '_';
         });
}

std::optional<NoiseLimits> limits_in(fs::path const& file) {
  auto const text = read_bounded(file, most_bytes);
  return text ? limits_from(try_parse_json(*text)) : std::nullopt;
}

}  // namespace

fs::path noise_limits_directory() { return user_cache() / "hosts"; }

LimitsByNode read_noise_limits() {
  LimitsByNode measured;
  std::error_code none;
  for (auto const& entry : fs::directory_iterator(noise_limits_directory(), none)) {
    if (entry.path().extension() != ".json") continue;
    if (auto const limits = limits_in(entry.path()))
      measured.emplace(entry.path().stem().string(), *limits);
  }
  return measured;
}

NoiseLimits keep_noise_limits(std::vector<Noise> const& windows) {
  auto limits = measured_limits(windows, utc_now());
  auto const& host = windows.front().node;
  if (!may_be_file(host)) return limits;
  try {
    fs::create_directories(noise_limits_directory());
    write_file_atomically(noise_limits_directory() / (host + ".json"),
                          to_text(limits_json(limits), 1) + "\n");
  } catch (std::exception const&) {  // the fixed ones go on to hold
    return limits;
  }
  return limits;
}

Disturbed what_of_disturbed(Study const& study) {
  if (study.launches.disturbed) return *study.launches.disturbed;
  if (study.cluster) return Disturbed::repeat;
  auto const word = variable_of(own_environment(), "ASSAY_DISTURBED");
  auto const found = disturbed_from(word.empty() ? "repeat" : word);
  if (!found)
    throw UsageError(
        fmt::format("ASSAY_DISTURBED is '{}'. Write repeat or keep", word));
  return *found;
}

}  // namespace assay
