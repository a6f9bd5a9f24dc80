// SPDX-License-Identifier: Apache-2.0
#include "say.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <new>
#include <string>

#include "utf8.hpp"

namespace assay {
namespace {

/// To begin a line anew, and the colours of os/screen.hpp.
constexpr std::array<std::string_view, 4> own_sequences{"\r\033[K", "\033[31m",
                                                        "\033[33m", "\033[0m"};

/// What `text` begins with of ours; empty for none.
std::string_view own_sequence(std::string_view text) {
  auto const found =
      std::find_if(own_sequences.begin(), own_sequences.end(),
                   [&](std::string_view one) { return text.starts_with(one); });
  return found == own_sequences.end() ? std::string_view() : *found;
}

std::string without_controls_but_ours(std::string_view text) {
  std::string shown;
  while (!text.empty()) {
    auto const next = std::min(text.find('\033'), text.find('\r'));
    shown += without_controls(text.substr(0, next));
    if (next >= text.size()) break;
    auto const own = own_sequence(text.substr(next));
    shown += own.empty() ? "?" : own;
    text.remove_prefix(next + std::max<std::size_t>(1, own.size()));
  }
  return shown;
}

void write_error(std::string_view text) noexcept {
  while (!text.empty()) {
    auto const written = ::write(STDERR_FILENO, text.data(), text.size());
    if (written < 0 && errno != EINTR) return;
    if (written > 0) text.remove_prefix(static_cast<std::size_t>(written));
  }
}

}  // namespace

void say(std::string_view text) noexcept try {
  write_error(without_controls_but_ours(text));
} catch (std::bad_alloc const&) {
  write_error("assay: out of memory\n");
}

void show_text(std::string_view text) { print_text(without_controls(text)); }

void print_text(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stdout);  // main() looks for errors
}

void open_standard_streams() noexcept {
  for (int const stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
    if (fcntl(stream, F_GETFD) == -1) ::open("/dev/null", O_RDWR);  // the lowest free
}

}  // namespace assay
