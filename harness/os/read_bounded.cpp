// SPDX-License-Identifier: Apache-2.0
// A file that grows while it is read is cut at the size that it had.
#include "read_bounded.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "storage.hpp"

namespace assay {

std::optional<std::string> read_bounded(std::filesystem::path const& file,
                                        std::size_t most_bytes) {
  auto const opened = try_open_file(file, O_RDONLY, 0);
  if (!opened.open()) {
    expect_answer("open", file, errno);
    return std::nullopt;
  }
  struct stat status {};
  if (::fstat(opened.get(), &status) != 0) throw_storage_error("fstat", file, errno);
  auto const size = static_cast<std::size_t>(status.st_size);
  if (!S_ISREG(status.st_mode) || size > most_bytes) return std::nullopt;
  std::string text(size, '\0');
  std::size_t done = 0;
  while (done < size) {
    auto const count = ::read(opened.get(), text.data() + done, size - done);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) throw_storage_error("read", file, errno);
    if (count == 0) break;
    done += static_cast<std::size_t>(count);
  }
  text.resize(done);
  return text;
}

}  // namespace assay
