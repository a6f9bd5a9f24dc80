// SPDX-License-Identifier: Apache-2.0
// Temporary name, all bytes, fsync, rename, fsync of the directory.
#include "result_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <stdexcept>
#include <string_view>
#include <system_error>

namespace assay {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(std::string const& step, fs::path const& path) {
  std::string const cause = std::generic_category().message(errno);
  throw StorageFault("cannot " + step + " " + path.string() + ": " + cause);
}

/// An open file that closes itself.
class Descriptor {
 public:
  Descriptor(fs::path path, int flags)
      : path_(std::move(path)), number_(open(path_.c_str(), flags | O_CLOEXEC, 0600)) {
    if (number_ < 0) fail("open", path_);
  }
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(Descriptor const&) = delete;
  Descriptor& operator=(Descriptor const&) = delete;

  void write(std::string_view text) {
    while (!text.empty()) {
      ssize_t const written = ::write(number_, text.data(), text.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) fail("write", path_);
      text.remove_prefix(static_cast<std::size_t>(written));
    }
  }
  void synchronise() {
    if (fsync(number_) != 0) fail("synchronise", path_);
  }
  /// Network file systems report a failed write only here.
  void close() {
    int const number = number_;
    number_ = -1;
    if (::close(number) != 0) fail("close", path_);
  }

 private:
  fs::path path_;
  int number_ = -1;
};

}  // namespace

void write_result_file(fs::path const& file, std::string const& text) {
  fs::path const partial = file.string() + ".partial";
  Descriptor descriptor(partial, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW);
  // Asked only now: whoever wrote `file` held `partial` until it was there.
  if (fs::symlink_status(file).type() != fs::file_type::not_found) {
    unlink(partial.c_str());
    throw std::runtime_error(file.string() +
                             " exists: a second process of this launch " +
                             "is rank 0. Is the launcher that of the worker's MPI?");
  }
  descriptor.write(text);
  descriptor.synchronise();
  descriptor.close();
  if (std::rename(partial.c_str(), file.c_str()) != 0) fail("rename to", file);
  Descriptor(file.parent_path(), O_RDONLY | O_DIRECTORY).synchronise();
}

}  // namespace assay
