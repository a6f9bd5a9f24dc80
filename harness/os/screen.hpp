// SPDX-License-Identifier: Apache-2.0
// What standard error and standard output are shown on.
#pragma once

#include <cstddef>
#include <string>

#include "process.hpp"

namespace assay {

struct Screen {
  bool writes_over =
      false;                ///< a line may be written over: a terminal, and no dumb one
  bool has_colour = false;  ///< and NO_COLOR is not set (no-color.org)
  std::size_t columns = 80;
};

/// Characters of a line on a stream, unless told that is standard output: as the
/// terminal says, or COLUMNS; without either, as in a file, so many that nothing is
/// wrapped.
std::size_t output_columns(Environment const& environment, int stream = 1);

/// Looks at standard error, and at TERM, NO_COLOR and COLUMNS.
Screen observe_screen(Environment const& environment);

/// What a colour means, wherever there is one.
enum class Meaning { failed, doubtful };

/// `text` in the colour of its meaning, where the screen has colours.
std::string coloured(std::string const& text, Meaning meaning, Screen const& screen);

}  // namespace assay
