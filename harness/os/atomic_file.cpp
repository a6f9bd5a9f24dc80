// SPDX-License-Identifier: Apache-2.0
// Files that are there whole or not at all.
#include "atomic_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <random>
#include <utility>

#include "storage.hpp"

namespace assay {
namespace {

std::filesystem::path temporary_beside(std::filesystem::path const& file) {
  std::random_device random;
  return file.parent_path() / fmt::format(".{}.{}-{:08x}.tmp", file.filename().string(),
                                          ::getpid(), random());
}

void fill(Descriptor descriptor, std::filesystem::path const& file,
          std::string const& content) {
  write_all(descriptor, content, file);
  sync_all(descriptor, file);
  close_file(std::move(descriptor), file);
}

}  // namespace

void write_file_atomically(std::filesystem::path const& file,
                           std::string const& content) {
  auto const temporary = temporary_beside(file);
  auto descriptor = open_file(temporary, O_WRONLY | O_CREAT | O_EXCL);
  try {
    fill(std::move(descriptor), temporary, content);
    if (::rename(temporary.c_str(), file.c_str()) != 0) {
      throw_storage_error("rename", file, errno);
    }
  } catch (...) {
    ::unlink(temporary.c_str());
    throw;
  }
  sync_directory_of(file);
}

}  // namespace assay
