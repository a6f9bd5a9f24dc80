// SPDX-License-Identifier: Apache-2.0
// The subcommands, one file each.
#pragma once

#include <CLI/CLI.hpp>
#include <stdexcept>
#include <string>
#include <vector>

namespace assay {

/// `-D KEY=VALUE`, any number of times.
void add_overrides(CLI::App& command, std::vector<std::string>& overrides);

/// `--results DIRECTORY`, below which each study has one.
void add_results(CLI::App& command, std::string& results);

/// A study to measure or to plan, by its file, or as one that was begun. Not required.
CLI::Option* add_study(CLI::App& command, std::string& study);

/// A study that was begun, by its file, name or directory, and `--results`.
void add_known_study(CLI::App& command, std::string& what, std::string& results);

/// Each adds its subcommands which set `exit_code` when they run.
void add_array(CLI::App& app, int& exit_code);  ///< `part` and `combine`
void add_build(CLI::App& app);  ///< becomes another program, whose exit code it is
void add_cancel(CLI::App& app, int& exit_code);
void add_check(CLI::App& app, int& exit_code);
void add_collect(CLI::App& app, int& exit_code);
void add_completion(CLI::App& app, int& exit_code);
void add_compare(CLI::App& app, int& exit_code);
void add_doctor(CLI::App& app, int& exit_code);
void add_history(CLI::App& app, int& exit_code);
void add_help(CLI::App& app, int& exit_code);
/// The help of `app`, and of the commands that are added later, fits 80 columns.
void narrow_help(CLI::App& app);
void add_import(CLI::App& app, int& exit_code);
/// `program`: the words behind `--`.
void add_init(CLI::App& app, std::vector<std::string> const& program, int& exit_code);
void add_kernels(CLI::App& app, int& exit_code);
void add_pack(CLI::App& app, int& exit_code);
void add_plan(CLI::App& app, int& exit_code);
void add_report(CLI::App& app, int& exit_code);
void add_run(CLI::App& app, int& exit_code);
void add_scale(CLI::App& app, std::vector<std::string> const& program, int& exit_code);
void add_status(CLI::App& app, int& exit_code);
void add_submit(CLI::App& app, int& exit_code);

}  // namespace assay
