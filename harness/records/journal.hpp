// SPDX-License-Identifier: Apache-2.0
// The journal: one JSON value a line, one writer, append only.
#pragma once

#include <filesystem>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "common/json.hpp"
#include "os/descriptor.hpp"
#include "os/lock.hpp"
#include "read_journal.hpp"

namespace assay {

/// One line, newline included, with `schema` first and `crc32` last.
std::string journal_line(Json value);

enum class Sync {
  each_line,  ///< an append returns once its line is on the disk
  never,      ///< for what can be made again at no cost: a model's answers
};

/// The one writer. Opening takes the lock (LockedError), and cuts what follows the last
/// newline into `<file>.torn`.
class Journal {
 public:
  explicit Journal(std::filesystem::path file, Sync sync = Sync::each_line);
  ~Journal();
  Journal(Journal const&) = delete;
  Journal& operator=(Journal const&) = delete;

  /// Returns only after the whole line is on the disk (fdatasync), but for Sync::never.
  /// Throws StorageError, and LockedError where the lock's file is gone; nothing may be
  /// appended after that.
  void append(Json value);
  /// The same, but with one wait for the disk; a kill keeps the first ones. What
  /// records share is put on the disk before them, where the journal has not got it.
  /// Returns the lines that were added as they stand, without a newline.
  std::vector<std::string> append_all(std::vector<Json> values);

  /// Lines of another journal, each as it stands with its checksum, without a newline.
  /// As append, but once for all of them; a kill keeps the first ones.
  void append_lines(std::vector<std::string> const& lines);

  RawJournal const& content() const { return content_; }  ///< as it was when opened

 private:
  void write(std::string_view bytes);

  std::filesystem::path file_;
  Sync sync_;
  Lock lock_;
  std::set<std::string> shared_;  ///< ids of its `shared` lines
  std::string bytes_;             ///< when it was opened
  RawJournal content_;            ///< in these
  Descriptor descriptor_;
};

}  // namespace assay
