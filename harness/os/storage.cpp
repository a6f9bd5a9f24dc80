// SPDX-License-Identifier: Apache-2.0
// The system calls on files: interruptions and short writes handled, errors thrown.
#include "storage.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

#include "errors.hpp"

namespace assay {
namespace {

template <class Call>
auto uninterrupted(Call call) {
  auto result = call();
  while (result < 0 && errno == EINTR) result = call();
  return result;
}

std::string_view cure_of(int error) {
  switch (error) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
      return "; make room there, then start the study again";
    case EACCES:
    case EPERM:
    case EROFS:
      return "; choose a directory that you may write to";
    case ELOOP:
      return "; a symbolic link is not followed here: remove it";
    default:
      return "";
  }
}

}  // namespace

void throw_storage_error(std::string_view call, std::filesystem::path const& file,
                         int error) {
  throw StorageError(fmt::format("{}: {} failed: {}{}", file.string(), call,
                                 std::generic_category().message(error),
                                 cure_of(error)));
}

void expect_answer(std::string_view call, std::filesystem::path const& file,
                   int error) {
  switch (error) {
    case EIO:
    case ESTALE:
    case EMFILE:
    case ENFILE:
    case ENOMEM:
      throw_storage_error(call, file, error);
    default:
      return;
  }
}

Descriptor try_open_file(std::filesystem::path const& file, int flags, mode_t mode) {
  int const all = flags | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK;
  return Descriptor(uninterrupted([&] { return ::open(file.c_str(), all, mode); }));
}

Descriptor open_file(std::filesystem::path const& file, int flags, mode_t mode) {
  auto opened = try_open_file(file, flags, mode);
  if (!opened.open()) throw_storage_error("open", file, errno);
  return opened;
}

void require_own_file(Descriptor const& descriptor, std::filesystem::path const& file) {
  struct stat status {};
  if (::fstat(descriptor.get(), &status) != 0)
    throw_storage_error("fstat", file, errno);
  if (!S_ISREG(status.st_mode)) {
    throw StorageError(fmt::format("{}: not a regular file; remove it", file.string()));
  }
  if (status.st_nlink > 1) {
    throw StorageError(fmt::format(
        "{}: has {} names (hard links), and all would be written; replace it "
        "by a copy",
        file.string(), status.st_nlink));
  }
}

std::string read_all(Descriptor const& descriptor, std::filesystem::path const& file) {
  std::string bytes;
  std::array<char, 1 << 16> chunk;
  while (true) {
    auto const size = uninterrupted(
        [&] { return ::read(descriptor.get(), chunk.data(), chunk.size()); });
    if (size < 0) throw_storage_error("read", file, errno);
    if (size == 0) return bytes;
    bytes.append(chunk.data(), static_cast<std::size_t>(size));
  }
}

void write_all(Descriptor const& descriptor, std::string_view bytes,
               std::filesystem::path const& file) {
  while (!bytes.empty()) {
    auto const size = uninterrupted(
        [&] { return ::write(descriptor.get(), bytes.data(), bytes.size()); });
    if (size < 0) throw_storage_error("write", file, errno);
    if (size == 0) throw_storage_error("write", file, EIO);
    bytes.remove_prefix(static_cast<std::size_t>(size));
  }
}

void create_file(std::filesystem::path const& file, std::string_view bytes) {
  auto created = open_file(file, O_WRONLY | O_CREAT | O_EXCL);
  write_all(created, bytes, file);
  close_file(std::move(created), file);
}

void sync_all(Descriptor const& descriptor, std::filesystem::path const& file) {
  if (uninterrupted([&] { return ::fsync(descriptor.get()); }) != 0) {
    throw_storage_error("fsync", file, errno);
  }
}

void sync_data(Descriptor const& descriptor, std::filesystem::path const& file) {
  if (uninterrupted([&] { return ::fdatasync(descriptor.get()); }) != 0) {
    throw_storage_error("fdatasync", file, errno);
  }
}

void sync_directory_of(std::filesystem::path const& file) {
  auto const parent = file.has_parent_path() ? file.parent_path() : ".";
  Descriptor directory(uninterrupted(
      [&] { return ::open(parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); }));
  if (!directory.open()) throw_storage_error("open", parent, errno);
  // Some FUSE file systems have no fsync for directories and say EINVAL.
  if (uninterrupted([&] { return ::fsync(directory.get()); }) != 0 && errno != EINVAL) {
    throw_storage_error("fsync", parent, errno);
  }
}

void close_file(Descriptor descriptor, std::filesystem::path const& file) {
  // Linux closes the descriptor even when it says EINTR; a second call could hit
  // another.
  if (::close(descriptor.release()) != 0 && errno != EINTR) {
    throw_storage_error("close", file, errno);
  }
}

}  // namespace assay
