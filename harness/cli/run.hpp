// SPDX-License-Identifier: Apache-2.0
// assay run, for commands that end in it.
#pragma once

#include <CLI/CLI.hpp>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "group_setting.hpp"

namespace assay {

struct RunOptions {
  std::string file;
  std::vector<std::string> overrides;
  std::string results = "results";
  bool retry_failed = false;
  bool fresh = false;
  bool no_report = false;
  bool open = false;  ///< the report, in a browser
  bool dry_run = false;
  bool yes = false;
  double reserve_s = 0;
  std::string jobscript;
  std::string group;
  std::string only;
  std::optional<std::size_t> limit;
  bool verbose = false;
};

/// How a study is run, whatever says it.
void add_run_flags(CLI::App& command, RunOptions& options);

/// Measures the study, or goes on with it, and reports; the exit code.
int run(RunOptions const& options);

/// The same of what is already known.
int run(RunOptions const& options, RunSetting setting);

}  // namespace assay
