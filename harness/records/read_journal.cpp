// SPDX-License-Identifier: Apache-2.0
// The bytes of a journal as values.
#include "read_journal.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "compact.hpp"
#include "crc32.hpp"
#include "journal_line.hpp"
#include "members.hpp"
#include "os/errors.hpp"
#include "os/storage.hpp"

namespace assay {
namespace {

constexpr std::string_view before_crc = R"(,"crc32":")";
constexpr std::size_t ending_size = before_crc.size() + 8 + 2;  // digits, quote, brace

/// What is wrong with the checksum at the end of `line`, or nothing.
std::optional<std::string> checksum_problem(std::string_view line) {
  if (line.empty()) return "the line is empty";
  if (line.size() < ending_size || !line.ends_with("\"}") ||
      line.substr(line.size() - ending_size, before_crc.size()) != before_crc) {
    return "does not end with a checksum";
  }
  auto const stored = line.substr(line.size() - 10, 8);
  auto const computed = crc32_of(line.substr(0, line.size() - ending_size));
  if (stored == computed) return std::nullopt;
  return fmt::format("checksum is {}, not {} as stored", computed, stored);
}

/// What is wrong with a value whose checksum is right, or nothing.
std::optional<std::string> value_problem(Json const& value) {
  if (!value.is_object()) return "not a JSON object";
  auto const schema = value.find("schema");
  if (schema == value.end()) return "has no schema";
  auto const text = to_text(*schema);
  if (is_known_schema(text)) return std::nullopt;
  return fmt::format("schema {} is not known to this version", text);
}

/// What the shared lines say, by their ids; those that refer to a bad one are bad.
std::map<std::string, Json> shared_values(RawJournal const& raw) {
  std::map<std::string, Json> values;
  for (auto const& line : raw.lines) {
    auto id = shared_id(line.text);
    if (id.empty()) continue;
    try {
      values.try_emplace(std::move(id), try_parse_json(shared_value(line.text)));
    } catch (MalformedError const&) {
      continue;
    }
  }
  return values;
}

}  // namespace

RawJournal parse_raw(std::string_view bytes) {
  RawJournal raw;
  std::size_t number = 0;
  for (auto end = bytes.find('\n'); end != bytes.npos; end = bytes.find('\n')) {
    auto const line = bytes.substr(0, end);
    ++number;
    if (auto problem = checksum_problem(line)) {
      raw.bad.push_back({number, std::move(*problem)});
    } else {
      raw.lines.push_back({number, line});
    }
    bytes.remove_prefix(end + 1);
  }
  raw.torn_bytes = bytes.size();
  return raw;
}

JournalContent parse_journal(std::string_view bytes) {
  auto raw = parse_raw(bytes);
  auto const shared = shared_values(raw);
  JournalContent content{{}, std::move(raw.bad), raw.torn_bytes};
  for (auto const& [number, text] : raw.lines) {
    auto value = try_parse_json(text);
    if (auto problem = value_problem(value)) {
      content.bad.push_back({number, std::move(*problem)});
      continue;
    }
    if (value.value("kind", Json()) == "shared") continue;
    value.erase("crc32");
    try {
      content.lines.push_back(whole_record(std::move(value), shared));
    } catch (MalformedError const& problem) {
      content.bad.push_back({number, problem.what()});
    }
  }
  std::sort(content.bad.begin(), content.bad.end(),
            [](BadLine const& a, BadLine const& b) { return a.line < b.line; });
  return content;
}

std::string read_journal_bytes(std::filesystem::path const& file) {
  struct stat status {};
  if (::stat(file.c_str(), &status) != 0) {
    if (errno == ENOENT) return {};
    throw_storage_error("stat", file, errno);
  }
  if (!S_ISREG(status.st_mode)) {
    throw StorageError(fmt::format("{}: not a regular file", file.string()));
  }
  auto const descriptor = open_file(file, O_RDONLY);
  return read_all(descriptor, file);
}

JournalContent read_journal(std::filesystem::path const& file) {
  return parse_journal(read_journal_bytes(file));
}

}  // namespace assay
