// SPDX-License-Identifier: Apache-2.0
// The subcommands, one file each.
#pragma once

#include <CLI/CLI.hpp>
#include <stdexcept>
#include <string>
#include <vector>

namespace assay {

/// 0 all good, 1 some launches failed, 2 usage or study file, 3 environment, 4 storage,
/// 75 locked, 128+n ended by signal n.
enum class ExitCode {
  ok = 0,
  failed = 1,
  usage = 2,
  environment = 3,
  storage = 4,
  locked = 75
};

/// What was asked cannot be done as it was asked (exit code 2).
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// `-D KEY=VALUE`, any number of times.
void add_overrides(CLI::App& command, std::vector<std::string>& overrides);

/// `--results DIRECTORY`, below which each study has one.
void add_results(CLI::App& command, std::string& results);

/// A study that was begun, by its file, name or directory, and `--results`.
void add_known_study(CLI::App& command, std::string& what, std::string& results);

/// Each adds its subcommands which set `exit_code` when they run.
void add_array(CLI::App& app, int& exit_code);  ///< `part` and `combine`
void add_cancel(CLI::App& app, int& exit_code);
void add_check(CLI::App& app, int& exit_code);
void add_collect(CLI::App& app, int& exit_code);
void add_completion(CLI::App& app, int& exit_code);
void add_compare(CLI::App& app, int& exit_code);
void add_doctor(CLI::App& app, int& exit_code);
void add_init(CLI::App& app, int& exit_code);
void add_kernels(CLI::App& app, int& exit_code);
void add_plan(CLI::App& app, int& exit_code);
void add_report(CLI::App& app, int& exit_code);
void add_run(CLI::App& app, int& exit_code);
void add_status(CLI::App& app, int& exit_code);
void add_submit(CLI::App& app, int& exit_code);

inline int code(ExitCode exit_code) { return static_cast<int>(exit_code); }

}  // namespace assay
