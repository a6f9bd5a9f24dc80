// SPDX-License-Identifier: Apache-2.0
// assay at a terminal: `script` makes one.
#pragma once

#include <fmt/format.h>

#include <string>

#include "assay_process.hpp"
#include "os/environment.hpp"
#include "os/process.hpp"

namespace assay {

/// Whether a program is here that runs a line of the shell, as `script` and shells do.
inline bool has(char const* program) {
  return run_process({{program, "-c", "exit"}, own_environment(), "/", ""}, {})
      .succeeded();
}

/// What a terminal of so many columns gets of `run`; `words` stand before the program.
inline std::string on_terminal(StudyDirectory const& study, int columns,
                               std::string const& words) {
  auto environment = own_environment();
  environment["TERM"] = "xterm";
  environment["SHELL"] = "/bin/sh";
  environment.erase("NO_COLOR");
  std::string const line =
      fmt::format("stty cols {}; {} '{}' run s.yaml --no-report 2>&1", columns, words,
                  ASSAY_PROGRAM);
  return run_process(
             {{"script", "-qec", line, "/dev/null"}, environment, study.path(), ""},
             {.timeout_s = 60, .tail_bytes = 1 << 20})
      .output_tail;
}

}  // namespace assay
