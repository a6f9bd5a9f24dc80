// SPDX-License-Identifier: Apache-2.0
// A journal of somebody else, whose checksums and ids are right, and the note of an
// attempt that was begun.
#include "records/journal.hpp"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "common/json.hpp"
#include "records/compact.hpp"
#include "records/crc32.hpp"
#include "records/history.hpp"
#include "records/journal_line.hpp"
#include "records/members.hpp"
#include "records/merger.hpp"
#include "records/packed.hpp"
#include "records/read_journal.hpp"
#include "records/record.hpp"
#include "records/study_journals.hpp"
#include "targets.hpp"

namespace assay::fuzz {
namespace {

/// The line with the checksum that belongs to it, whatever it holds.
std::string sealed(std::string_view line) {
  if (line.ends_with('}')) line.remove_suffix(1);
  return std::string(line) + R"(,"crc32":")" + crc32_of(line) + "\"}\n";
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  for (std::size_t end = 0; end != text.npos && !text.empty();) {
    end = text.find('\n');
    lines.emplace_back(text.substr(0, end));
    if (end != text.npos) text.remove_prefix(end + 1);
  }
  return lines;
}

/// What stands plain at "~", a text or whole numbers, as the harness packs it: made
/// texts are no zlib.
void pack_plain(Json& object) {
  auto const plain = object.find("~");
  if (plain == object.end()) return;
  std::vector<std::int64_t> numbers;
  for (auto const& one : *plain)
    if (one.is_number_integer()) numbers.push_back(one.get<std::int64_t>());
  auto const bytes =
      plain->is_string() ? plain->get<std::string>() : byte_planes(numbers);
  object.erase("~");
  auto const held = packed(bytes);
  for (auto const* name : {"bytes", "base64"})
    if (!object.contains(name)) object[name] = held.at(name);
}

/// At the few places where the harness packs.
void pack_all(Json& line) {
  for (auto const* place : {"/packed", "/result/measurements/0/repetitions",
                            "/result/pids", "/result/free_bytes"}) {
    Json::json_pointer const pointer(place);
    if (line.contains(pointer) && line[pointer].is_object()) pack_plain(line[pointer]);
  }
}

/// The id that makes a shared line right; empty where nothing does.
std::string right_id(std::string_view line) try {
  auto const plain = member(line, "value");
  return shared_line_id(plain.empty() ? unpacked(member(line, "packed"))
                                      : std::string(plain));
} catch (MalformedError const&) {
  return {};
}

void replace(std::string& text, std::string const& from, std::string const& to) {
  for (auto at = text.find(from); at != text.npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

/// The lines with what they hold packed, and with the id of the n-th line where they
/// say "#n".
std::string whole_journal(std::string_view text) {
  auto lines = lines_of(text);
  constexpr int deep = 100;  // what is written recurses
  for (auto& line : lines) {
    if (nesting_of(line) > deep) continue;
    auto value = try_parse_json(line);
    if (!value.is_object()) continue;
    pack_all(value);
    line = to_text(value);
  }
  constexpr std::size_t most = 9;
  for (std::size_t n = 0; n < std::min(lines.size(), most); ++n) {
    auto const name = "#" + std::to_string(n);
    if (auto const id = right_id(lines[n]); !id.empty())
      for (auto& line : lines) replace(line, '"' + name + '"', '"' + id + '"');
  }
  std::string journal;
  for (auto const& line : lines) journal += sealed(line);
  return journal;
}

void plan_with(Json const& line) try {
  planned_study(line);
  overall_plan(line, {{"n1", line}, {"n2", line}});
} catch (MalformedError const&) {
}

}  // namespace

void journal(std::string_view text) {
  parse_raw(text);
  parse_begun(std::string(text));
  auto const bytes = whole_journal(text);
  read_history(bytes);
  Merger merger;
  auto const content = parse_raw(bytes);
  LineReader reader(content);
  for (auto const& line : content.lines) merger.take(reader.read(line.text));
  for (auto const& line : parse_journal(bytes).lines) plan_with(line);
}

}  // namespace assay::fuzz
