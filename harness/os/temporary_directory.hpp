// SPDX-License-Identifier: Apache-2.0
// A directory of our own that goes with the object.
#pragma once

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <system_error>

namespace assay {

class TemporaryDirectory {
 public:
  /// `name` begins its name. Throws std::filesystem::filesystem_error where it cannot
  /// be made.
  explicit TemporaryDirectory(std::string const& name)
      : TemporaryDirectory(std::filesystem::temp_directory_path(), name) {}
  TemporaryDirectory(std::filesystem::path const& parent, std::string const& name) {
    auto path = (parent / (name + "-XXXXXX")).string();
    if (mkdtemp(path.data()) == nullptr) {
      throw std::filesystem::filesystem_error(
          "cannot make a temporary directory", path,
          std::error_code(errno, std::generic_category()));
    }
    path_ = path;
  }
  ~TemporaryDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryDirectory(TemporaryDirectory const&) = delete;
  TemporaryDirectory& operator=(TemporaryDirectory const&) = delete;

  std::filesystem::path const& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace assay
