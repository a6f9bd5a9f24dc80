// SPDX-License-Identifier: Apache-2.0
#include "screen.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <charconv>
#include <string>

#include "environment.hpp"

namespace assay {
namespace {

/// As the terminal says; COLUMNS where it does not, as behind some serial lines; 0
/// where neither does.
std::size_t columns_of(int stream, Environment const& environment) {
  struct winsize size {};
  if (ioctl(stream, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  auto const said = variable_of(environment, "COLUMNS");
  std::size_t columns = 0;
  std::from_chars(said.data(), said.data() + said.size(), columns);
  return columns;
}

}  // namespace

std::size_t output_columns(Environment const& environment, int stream) {
  auto const columns = columns_of(stream, environment);
  // A page of text: no line of ours is as long.
  return columns > 0 ? columns : std::size_t{1} << 16;
}

Screen observe_screen(Environment const& environment) {
  Screen screen;
  auto const columns = columns_of(STDERR_FILENO, environment);
  if (columns > 0) screen.columns = columns;
  screen.writes_over =
      isatty(STDERR_FILENO) == 1 && variable_of(environment, "TERM") != "dumb";
  screen.has_colour =
      screen.writes_over && variable_of(environment, "NO_COLOR").empty();
  return screen;
}

std::string coloured(std::string const& text, Meaning meaning, Screen const& screen) {
  if (!screen.has_colour) return text;
  return fmt::format("\033[{}m{}\033[0m", meaning == Meaning::failed ? 31 : 33, text);
}

}  // namespace assay
