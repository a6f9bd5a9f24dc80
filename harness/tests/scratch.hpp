// SPDX-License-Identifier: Apache-2.0
// A directory for one test, and whole files as strings.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>
#include <string>

namespace assay {

class Scratch {
 public:
  explicit Scratch(
      std::filesystem::path const& parent = std::filesystem::temp_directory_path()) {
    auto name = (parent / "assay-test-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("mkdtemp failed");
    directory_ = name;
  }
  ~Scratch() {
    std::error_code ignored;
    std::filesystem::remove_all(directory_, ignored);
  }
  Scratch(Scratch const&) = delete;
  Scratch& operator=(Scratch const&) = delete;

  std::filesystem::path operator/(std::string const& name) const {
    return directory_ / name;
  }
  std::filesystem::path const& path() const { return directory_; }

 private:
  std::filesystem::path directory_;
};

inline std::string bytes_of(std::filesystem::path const& file) {
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream bytes;
  bytes << stream.rdbuf();
  return bytes.str();
}

inline void put(std::filesystem::path const& file, std::string const& bytes) {
  std::ofstream(file, std::ios::binary) << bytes;
}

/// A command whose script of the shell is `body`.
inline void put_command(std::filesystem::path const& file, std::string const& body) {
  put(file, "#!/bin/sh\n" + body);
  std::filesystem::permissions(file, std::filesystem::perms::owner_all);
}

}  // namespace assay
