// SPDX-License-Identifier: Apache-2.0
// What a new process keeps of the descriptors of its parent.
#include "descriptors.hpp"

#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace assay {
namespace {

/// The number in a name of /proc/self/fd, or -1; strtol is not safe after fork.
int number_in(char const* name) {
  int number = 0;
  for (; *name != '\0'; ++name) {
    if (*name < '0' || *name > '9') return -1;
    number = 10 * number + (*name - '0');
  }
  return number;
}

/// Closes what one read of the directory lists, and returns its bytes (0 at the end).
long close_batch(int directory, int first) {
  constexpr std::size_t name_offset =
      19;  // linux_dirent64: ino 8, off 8, reclen 2, type 1
  alignas(8) char batch[4096];
  long const size = ::syscall(SYS_getdents64, directory, batch, sizeof batch);
  for (long at = 0; at < size;) {
    std::uint16_t length = 0;
    std::memcpy(&length, batch + at + 16, sizeof length);
    int const number = number_in(batch + at + name_offset);
    if (number >= first && number != directory) ::close(number);
    at += length;
  }
  return size;
}

void close_from(int first) {
  if (::syscall(SYS_close_range, first, ~0U, 0) != 0) close_listed_from(first);
}

}  // namespace

void close_listed_from(int first) {
  int const directory = ::open("/proc/self/fd", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (directory < 0) return;
  while (close_batch(directory, first) > 0) {
  }
  ::close(directory);
}

int keep_only(Streams const& streams, int extra) {
  // Out of the way first: with a closed stdin of ours, one of them may itself be 0.
  int const in = ::fcntl(streams.input, F_DUPFD_CLOEXEC, 4);
  int const out = ::fcntl(streams.output, F_DUPFD_CLOEXEC, 4);
  int const error = ::fcntl(streams.error, F_DUPFD_CLOEXEC, 4);
  int const kept = ::fcntl(extra, F_DUPFD_CLOEXEC, 4);
  if (in < 0 || out < 0 || error < 0 || kept < 0) return -1;
  if (::dup2(in, 0) < 0 || ::dup2(out, 1) < 0 || ::dup2(error, 2) < 0) return -1;
  int const result = ::dup3(kept, 3, O_CLOEXEC);
  close_from(4);
  return result;
}

}  // namespace assay
