// SPDX-License-Identifier: Apache-2.0
// The bytes of a journal as values.
#include "read_journal.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <cerrno>
#include <optional>
#include <utility>

#include "crc32.hpp"
#include "storage.hpp"

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

void add_line(JournalContent& content, std::string_view line, std::size_t number) {
  auto const reject = [&](std::string why) {
    content.bad.push_back({number, std::move(why)});
  };
  if (auto const problem = checksum_problem(line)) return reject(*problem);
  auto value = nlohmann::json::parse(line, nullptr, false);
  if (!value.is_object()) return reject("not a JSON object");
  auto const schema = value.find("schema");
  if (schema == value.end()) return reject("has no schema");
  if (*schema != journal_schema) {
    return reject(fmt::format(
        "schema {} is not known to this version",
        schema->dump(-1, ' ', true, nlohmann::json::error_handler_t::replace)));
  }
  value.erase("crc32");
  content.lines.push_back(std::move(value));
}

}  // namespace

JournalContent parse_journal(std::string_view bytes) {
  JournalContent content;
  std::size_t number = 0;
  for (auto end = bytes.find('\n'); end != bytes.npos; end = bytes.find('\n')) {
    add_line(content, bytes.substr(0, end), ++number);
    bytes.remove_prefix(end + 1);
  }
  content.torn_bytes = bytes.size();
  return content;
}

JournalContent read_journal(std::filesystem::path const& file) {
  struct stat status {};
  if (::stat(file.c_str(), &status) != 0) {
    if (errno == ENOENT) return {};
    throw_storage_error("stat", file, errno);
  }
  if (!S_ISREG(status.st_mode)) {
    throw StorageError(fmt::format("{}: not a regular file", file.string()));
  }
  auto const descriptor = open_file(file, O_RDONLY);
  return parse_journal(read_all(descriptor, file));
}

}  // namespace assay
