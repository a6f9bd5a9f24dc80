// SPDX-License-Identifier: Apache-2.0
// Names and contents that look.cpp writes.
#include "place_files.hpp"

#include <algorithm>
#include <exception>
#include <utility>
#include <vector>

#include "common/int_in.hpp"
#include "common/place.hpp"
#include "common/world.hpp"
#include "files_of_ranks.hpp"

namespace assay {
namespace {

namespace fs = std::filesystem;

/// Four sets of 8,192 CPUs: a number and its comma are 5 bytes.
constexpr std::size_t most_place_bytes = std::size_t{1} << 18;

using Ranked = std::pair<int, Place>;

/// JSON text, which is read without recursion: a program under test can write here too.
Ranked ranked(std::string const& text) {
  auto const value = try_parse_json(text);
  return {int_in(value.at("rank")), place_from(value.at("place"))};
}

/// A process that looked around ran no threads to be counted.
Json without_threads(Json world) {
  for (auto& rank : world["by_rank"]) {
    rank.erase("threads");
    rank.erase("thread_cpus");
  }
  return world;
}

std::vector<Place> by_rank(std::vector<std::string> const& texts) {
  std::vector<Ranked> found;
  found.reserve(texts.size());
  for (auto const& text : texts) found.push_back(ranked(text));
  std::stable_sort(found.begin(), found.end(),
                   [](Ranked const& a, Ranked const& b) { return a.first < b.first; });
  std::vector<Place> places;
  places.reserve(found.size());
  for (auto& [rank, place] : found) places.push_back(std::move(place));
  return places;
}

}  // namespace

fs::path place_directory(fs::path const& attempt_directory) {
  return attempt_directory / "places";
}

std::optional<std::string> result_of_places(fs::path const& attempt_directory,
                                            Point const& point,
                                            std::string const& nonce) {
  auto const texts = files_of_ranks(place_directory(attempt_directory), ".place", point,
                                    most_place_bytes);
  if (texts.empty()) return std::nullopt;
  try {
    Json const result{{"schema", 1},
                      {"nonce", nonce},
                      {"world", without_threads(world_json(by_rank(texts)))},
                      {"measurements", Json::array()}};
    return to_text(result);
  } catch (std::exception const&) {  // a field missing, or of another type
    return "";
  }
}

}  // namespace assay
