// SPDX-License-Identifier: Apache-2.0
#include "say.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

namespace assay {

void say(std::string_view text) noexcept {
  while (!text.empty()) {
    auto const written = ::write(STDERR_FILENO, text.data(), text.size());
    if (written < 0 && errno != EINTR) return;
    if (written > 0) text.remove_prefix(static_cast<std::size_t>(written));
  }
}

void open_standard_streams() noexcept {
  for (int const stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
    if (fcntl(stream, F_GETFD) == -1) ::open("/dev/null", O_RDWR);  // the lowest free
}

}  // namespace assay
