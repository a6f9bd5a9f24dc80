// SPDX-License-Identifier: Apache-2.0
// Pure: a whole record in, its parts out.
#include "compact.hpp"

#include <fmt/format.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

#include "common/int_in.hpp"
#include "judge/attempt_result.hpp"
#include "members.hpp"
#include "os/sha256.hpp"
#include "packed.hpp"

namespace assay {
namespace {

using Pointer = Json::json_pointer;

Pointer const measured("/result/measurements/0");
Pointer const repetitions_place = measured / "repetitions";
Pointer const ranks_place("/result/world/by_rank");

/// Places of what launches share, a line for each list: what the point asks for, where
/// its ranks ran, and what they answered. They change independently of each other.
std::vector<std::vector<Pointer>> const& shared_places() {
  static std::vector<std::vector<Pointer>> const places = [] {
    auto const in_it = measured.to_string() + "/";
    std::vector<std::vector<std::string>> const texts{
        {"/requested", "/series", "/following", "/argv", "/manifest", "/result/worker",
         "/result/clock/name", "/result/clock/resolution_s", in_it + "kernel",
         in_it + "samples", in_it + "parameters", in_it + "samples_by_rank",
         in_it + "checks", "/witness/executable", "/witness/executable_sha256",
         "/witness/mpi"},
        {"/result/world", "/witness/host", "/witness/thread_cpus"},
        {in_it + "tallies", in_it + "estimate"}};
    std::vector<std::vector<Pointer>> lists;
    lists.reserve(texts.size());
    for (auto const& list : texts) lists.emplace_back(list.begin(), list.end());
    return lists;
  }();
  return places;
}

/// Moves what stands at `place`, if anything, to the same place of `target`.
void move_member(Json& source, Json& target, Pointer const& place) {
  if (!source.contains(place)) return;
  target[place] = std::move(source[place]);
  source[place.parent_pointer()].erase(place.back());
}

constexpr std::size_t longest_plain = 4096;
/// What is shared nests by ten; merging recurses as deep.
constexpr int most_levels = 64;
/// The harness shares three.
constexpr std::size_t most_shared = 16;

Json shared_line(Json const& value) {
  auto const text = to_text(value);
  Json line{{"kind", "shared"}, {"id", shared_line_id(text)}};
  if (text.size() > longest_plain) {
    line["packed"] = packed(text);
  } else {
    line["value"] = value;
  }
  return line;
}

std::optional<std::int64_t> nanoseconds(Json const& seconds) {
  constexpr double most_s = 9e9;  // 2^63 ns
  if (!seconds.is_number()) return std::nullopt;
  auto const value_s = seconds.get<double>();
  if (!(std::abs(value_s) < most_s)) return std::nullopt;
  return std::llround(1e9 * value_s);
}

using Row = std::vector<std::int64_t>;

/// One phase of a repetition; nothing where it is no array of `ranks` times.
std::optional<Row> phase_row(Json const& repetition, char const* name,
                             std::size_t ranks) {
  auto const found = repetition.find(name);
  if (found == repetition.end() || !found->is_array() || found->size() != ranks)
    return std::nullopt;
  Row row;
  for (auto const& seconds : *found) {
    auto const number = nanoseconds(seconds);
    if (!number) return std::nullopt;
    row.push_back(*number);
  }
  return row;
}

/// Appends the three phases of a repetition; false where it holds something else. The
/// reduction ends nearly at once on all ranks: its end has fewer digits than its time.
bool append_phases(Json const& repetition, std::size_t ranks, Row& numbers) {
  if (!repetition.is_object() || repetition.size() != 3) return false;
  auto const barrier = phase_row(repetition, "barrier_s", ranks);
  auto const useful = phase_row(repetition, "useful_s", ranks);
  auto end = phase_row(repetition, "reduce_s", ranks);
  if (!barrier || !useful || !end) return false;
  for (std::size_t rank = 0; rank < ranks; ++rank) (*end)[rank] += (*useful)[rank];
  for (auto const& row : {barrier, useful, end})
    numbers.insert(numbers.end(), row->begin(), row->end());
  return true;
}

/// The times of the ranks, packed; as they are where they have another form.
void pack_repetitions(Json& record) {
  if (!record.contains(repetitions_place)) return;
  auto& repetitions = record[repetitions_place];
  if (!repetitions.is_array() || repetitions.empty()) return;
  auto const& first = repetitions[0];
  if (!first.is_object() || !first.contains("useful_s")) return;
  auto const ranks = first["useful_s"].size();
  Row numbers;
  for (auto const& repetition : repetitions)
    if (!append_phases(repetition, ranks, numbers)) return;
  auto times = packed(byte_planes(numbers));
  times["ranks"] = ranks;
  repetitions = std::move(times);
}

/// Of the ranks what every launch has its own of, out of their places, which many
/// share: a number of each, or nothing where one has none.
void take_column(Json& record, std::string const& name, Pointer const& place) {
  if (!record.contains(ranks_place)) return;
  auto& ranks = record[ranks_place];
  Row numbers;
  for (auto const& rank : ranks) {
    if (!rank.is_object() || !rank.contains(place)) return;
    if (!rank[place].is_number_integer()) return;
    numbers.push_back(rank[place].get<std::int64_t>());
  }
  if (numbers.empty()) return;
  for (auto& rank : ranks) rank[place.parent_pointer()].erase(place.back());
  record["result"][name] = packed(byte_planes(numbers));
}

std::string attempt_name(Json const& record) {
  return AttemptId{record.value("point", ""), int_in(record.value("launch", Json(0))),
                   int_in(record.value("attempt", Json(0)))}
      .directory_name();
}

/// Puts `to` for each `from` in the words of a command.
void replace_in_words(Json& argv, std::string_view from, std::string_view to) {
  for (auto& word : argv) {
    auto text = word.get<std::string>();
    for (auto at = text.find(from); at != text.npos; at = text.find(from, at)) {
      text.replace(at, from.size(), to);
      at += to.size();
    }
    word = text;
  }
}

/// Names the attempt's directory by a word, so that launches share their command. False
/// where the command itself holds that word, or is none.
bool generalise_argv(Json& record) {
  auto& argv = record["argv"];
  for (auto const& word : argv)
    if (!word.is_string() ||
        word.get<std::string>().find(attempt_word) != std::string::npos)
      return false;
  replace_in_words(argv, attempt_name(record), attempt_word);
  return true;
}

/// Moves what launches share into lines of their own, whose ids are then told before
/// all that is long.
CompactRecord with_shared(Json record) {
  CompactRecord found;
  Json own_argv;
  if (record.contains("argv") && !generalise_argv(record)) {
    own_argv = std::move(record["argv"]);
    record.erase("argv");
  }
  auto ids = Json::array();
  for (auto const& places : shared_places()) {
    Json value;
    for (auto const& place : places) move_member(record, value, place);
    if (value.is_null()) continue;
    found.shared.push_back(shared_line(value));
    ids.push_back(found.shared.back().at("id"));
  }
  if (!own_argv.is_null()) record["argv"] = std::move(own_argv);
  found.record["kind"] = record.at("kind");
  if (!ids.empty()) found.record["shared"] = std::move(ids);
  for (auto& [name, value] : record.items()) found.record[name] = std::move(value);
  return found;
}

/// Modulo 2^64, as NumPy has it: the numbers may be of somebody else.
std::int64_t difference(std::int64_t a, std::int64_t b) {
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) -
                                   static_cast<std::uint64_t>(b));
}

/// The times of pack_repetitions(), in seconds.
Json unpacked_repetitions(Json const& times) {
  auto const numbers = numbers_in_planes(unpacked(to_text(times)));
  auto const ranks = decoded_whole(to_text(times.at("ranks")));
  if (ranks == 0 || ranks > numbers.size() || numbers.size() % (3 * ranks) != 0)
    throw MalformedError("there are not three times of each rank and repetition");
  auto whole = Json::array();
  for (std::size_t first = 0; first < numbers.size(); first += 3 * ranks) {
    Json phases;
    for (auto const* name : {"barrier_s", "useful_s", "reduce_s"})
      phases[name] = Json::array();
    for (auto rank = first; rank < first + ranks; ++rank) {
      auto const useful = numbers[rank + ranks];
      auto const reduce = difference(numbers[rank + 2 * ranks], useful);
      phases["barrier_s"].push_back(static_cast<double>(numbers[rank]) / 1e9);
      phases["useful_s"].push_back(static_cast<double>(useful) / 1e9);
      phases["reduce_s"].push_back(static_cast<double>(reduce) / 1e9);
    }
    whole.push_back(std::move(phases));
  }
  return whole;
}

}  // namespace

CompactRecord compact(Json line) {
  auto const kind = line.value("kind", "");
  if (kind != "record" && kind != "probe") return {{}, std::move(line)};
  pack_repetitions(line);
  take_column(line, "pids", Pointer("/pid"));
  take_column(line, "free_bytes", Pointer("/device/free_bytes"));
  return with_shared(std::move(line));
}

std::string shared_line_id(std::string const& value) {
  return sha256(value).substr(0, 16);
}

std::string shared_value(std::string_view line) {
  auto const plain = member(line, "value");
  auto text = plain.empty() ? unpacked(member(line, "packed")) : std::string(plain);
  if (decoded_text(member(line, "id")) != shared_line_id(text))
    throw MalformedError("a shared line that is not what its id was made of");
  if (!text.starts_with('{') || nesting_of(text) > most_levels || !is_json(text))
    throw MalformedError(fmt::format(
        "a shared line whose value is no object of at most {} levels", most_levels));
  return text;
}

std::vector<std::string> shared_ids(std::string_view ids) {
  if (!ids.empty() && !ids.starts_with('['))
    throw MalformedError("'shared' is no array");
  std::vector<std::string> found;
  for (Members elements(ids); auto const next = elements.next();) {
    if (found.size() == most_shared)
      throw MalformedError(
          fmt::format("refers to more than {} shared lines", most_shared));
    found.push_back(decoded_text(next->value));
  }
  return found;
}

Json merged(Json under, Json over) {
  if (under.is_object() && over.is_object()) {
    for (auto& [name, value] : over.items())
      under[name] = merged(std::move(under[name]), std::move(value));
    return under;
  }
  if (!under.is_array() || !over.is_array()) return over;
  for (std::size_t i = 0; i < over.size(); ++i) {
    if (i < under.size()) {
      under[i] = merged(std::move(under[i]), std::move(over[i]));
    } else {
      under.push_back(std::move(over[i]));
    }
  }
  return under;
}

Json whole_record(Json record, std::map<std::string, Json> const& shared) try {
  Json whole;
  auto const ids = record.contains("shared") ? to_text(record["shared"]) : "";
  for (auto const& id : shared_ids(ids)) {
    auto const found = shared.find(id);
    if (found == shared.end())
      throw MalformedError("refers to a shared line that is not in this journal");
    whole = merged(std::move(whole), found->second);
  }
  if (whole.contains("argv"))
    replace_in_words(whole["argv"], attempt_word, attempt_name(record));
  record.erase("shared");
  whole = merged(std::move(whole), std::move(record));
  if (whole.contains(repetitions_place) && whole[repetitions_place].is_object())
    whole[repetitions_place] = unpacked_repetitions(whole[repetitions_place]);
  return whole;
} catch (Json::exception const& error) {
  throw MalformedError(error.what());
} catch (std::range_error const& error) {
  throw MalformedError(error.what());
}

}  // namespace assay
