// SPDX-License-Identifier: Apache-2.0
// The one writer of the journal.
#include "journal.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <iterator>
#include <string_view>
#include <utility>

#include "compact.hpp"
#include "crc32.hpp"
#include "journal_line.hpp"
#include "os/errors.hpp"
#include "os/storage.hpp"
#include "read_journal.hpp"

namespace assay {
namespace {

std::filesystem::path lock_of(std::filesystem::path file) {
  return file.replace_extension(".lock");
}

/// Keeps the torn bytes before the journal loses them: a crash in between stores them
/// twice in `.torn`, which no one reads but a person.
void cut_torn(Descriptor const& journal, std::filesystem::path const& file,
              std::string_view bytes, std::size_t torn_bytes) {
  auto torn_file = file;
  torn_file += ".torn";
  auto const whole = bytes.size() - torn_bytes;
  auto torn = open_file(torn_file, O_WRONLY | O_CREAT | O_APPEND);
  require_own_file(torn, torn_file);
  write_all(torn, fmt::format("{}\n", bytes.substr(whole)), torn_file);
  sync_all(torn, torn_file);
  close_file(std::move(torn), torn_file);
  if (::ftruncate(journal.get(), static_cast<off_t>(whole)) != 0) {
    throw_storage_error("ftruncate", file, errno);
  }
  sync_all(journal, file);
}

std::string line_without_end(Json value) {
  auto line = journal_line(std::move(value));
  line.pop_back();
  return line;
}

/// An append to a file that has no name any more would succeed and be lost.
void require_name(Descriptor const& journal, std::filesystem::path const& file) {
  struct stat status {};
  if (::fstat(journal.get(), &status) != 0) throw_storage_error("fstat", file, errno);
  if (status.st_nlink == 0) {
    throw StorageError(
        fmt::format("{}: was removed or replaced while in use; start the study again",
                    file.string()));
  }
}

}  // namespace

std::string journal_line(Json value) {
  value.erase("schema");
  value.erase("crc32");
  auto const body = to_text(value);
  auto const members = std::string_view(body).substr(1, body.size() - 2);
  auto line = fmt::format(R"({{"schema":{}{}{})", journal_schema,
                          members.empty() ? "" : ",", members);
  line += fmt::format(R"(,"crc32":"{}"}})", crc32_of(line));
  line += '\n';
  return line;
}

Journal::Journal(std::filesystem::path file, Sync sync)
    : file_(std::move(file)), sync_(sync), lock_(lock_of(file_)) {
  descriptor_ = open_file(file_, O_RDWR | O_CREAT | O_APPEND);
  require_own_file(descriptor_, file_);
  bytes_ = read_all(descriptor_, file_);
  content_ = parse_raw(bytes_);
  if (content_.torn_bytes > 0)
    cut_torn(descriptor_, file_, bytes_, content_.torn_bytes);
  sync_directory_of(file_);
  for (auto const& line : content_.lines)
    if (auto id = shared_id(line.text); !id.empty()) shared_.insert(std::move(id));
}

Journal::~Journal() = default;

void Journal::append(Json value) {
  std::vector<Json> values;  // a list in braces would be copied
  values.push_back(std::move(value));
  append_all(std::move(values));
}

std::vector<std::string> Journal::append_all(std::vector<Json> values) {
  std::vector<std::string> shared;
  std::vector<std::string> lines;
  for (auto& value : values) {
    auto found = compact(std::move(value));
    for (auto& part : found.shared)
      if (shared_.insert(part.at("id").get<std::string>()).second)
        shared.push_back(line_without_end(std::move(part)));
    lines.push_back(line_without_end(std::move(found.record)));
  }
  append_lines(shared);
  append_lines(lines);
  shared.insert(shared.end(), std::move_iterator(lines.begin()),
                std::move_iterator(lines.end()));
  return shared;
}

void Journal::append_lines(std::vector<std::string> const& lines) {
  std::string bytes;
  for (auto const& line : lines) bytes += line + '\n';
  if (!bytes.empty()) write(bytes);
}

void Journal::write(std::string_view bytes) {
  if (!descriptor_.open()) {
    throw StorageError(fmt::format("{}: an earlier write failed; start the study again",
                                   file_.string()));
  }
  lock_.require_held();
  // Taken out, so that an error leaves a journal that refuses the next append: after a
  // short write it would glue two records, and after a failed sync it would hide the
  // loss.
  auto writing = std::move(descriptor_);
  write_all(writing, bytes, file_);
  if (sync_ == Sync::each_line) sync_data(writing, file_);
  require_name(writing, file_);
  descriptor_ = std::move(writing);
}

}  // namespace assay
