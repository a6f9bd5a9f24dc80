// SPDX-License-Identifier: Apache-2.0
// The SHA-256 of a file that is asked for often and hardly ever changes.
#pragma once

#include <sys/stat.h>

#include <filesystem>
#include <string>

namespace assay {

/// Reads the file again only when its identity, size or times changed.
class FileHash {
 public:
  explicit FileHash(std::filesystem::path file) : file_(std::move(file)) {}

  /// In hexadecimal; empty where the file is not there or cannot be read. Throws
  /// StorageError where the machine is at fault.
  std::string current();

 private:
  std::filesystem::path file_;
  struct stat seen_ {};
  std::string hash_;
};

}  // namespace assay
