// SPDX-License-Identifier: Apache-2.0
// A study's file -> its text; the one place of this part that touches the disk.
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "config/yaml/text_guard.hpp"
#include "read_study.hpp"

namespace assay {
namespace {

[[noreturn]] void fail(std::string const& path, std::string const& message) {
  throw ConfigError({{path, {}, message}}, "");
}

[[noreturn]] void fail_with_errno(std::string const& path, std::string_view call) {
  fail(path, fmt::format("{}: {}. Check the path", call,
                         std::generic_category().message(errno)));
}

class Descriptor {
 public:
  /// Not blocking: opening a pipe must not wait for a writer.
  explicit Descriptor(std::string const& path)
      : number_(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)) {
    if (number_ < 0) fail_with_errno(path, "cannot open");
  }
  ~Descriptor() { ::close(number_); }
  Descriptor(Descriptor const&) = delete;
  Descriptor& operator=(Descriptor const&) = delete;
  int number() const { return number_; }

 private:
  int number_;
};

void check_regular(std::string const& path, int descriptor) {
  struct stat status {};
  if (::fstat(descriptor, &status) != 0) fail_with_errno(path, "cannot examine");
  if (S_ISDIR(status.st_mode)) fail(path, "is a directory. Name a file in it");
  if (!S_ISREG(status.st_mode))
    fail(path, "is not a regular file. Write the study to one");
}

}  // namespace

std::string read_study_text(std::string const& path) {
  Descriptor const file(path);
  check_regular(path, file.number());
  std::string text(study_bytes_at_most + 1, '\0');
  std::size_t length = 0;
  while (length < text.size()) {
    ssize_t const got =
        ::read(file.number(), text.data() + length, text.size() - length);
    if (got == 0) break;
    if (got < 0 && errno != EINTR) fail_with_errno(path, "cannot read");
    if (got > 0) length += static_cast<std::size_t>(got);
  }
  if (length == text.size())
    fail(path,
         fmt::format(
             "is larger than {} bytes, too large for a study. Is this the right file?",
             study_bytes_at_most));
  text.resize(length);
  return text;
}

}  // namespace assay
