// SPDX-License-Identifier: Apache-2.0
// A real cell of Grid Engine for one test, with a project directory that its hosts
// share.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "common/json.hpp"
#include "os/process.hpp"

namespace assay {

/// Why there can be no cell here, which is asked once.
struct NoCell {
  std::string why;         ///< empty where there can be one
  bool is_absent = false;  ///< the packages are not installed
};
NoCell const& no_cell();

/// Up when constructed, gone when destroyed.
class Cell {
 public:
  explicit Cell(int nodes = 2, int slots_per_node = 2);
  ~Cell();
  Cell(Cell const&) = delete;
  Cell& operator=(Cell const&) = delete;

  struct Answer {
    int exit_code = 0;
    std::string text;  ///< standard output and error, mixed
  };

  /// Runs a command of the shell in the project directory, on the host of submission.
  Answer run(std::string const& command);

  /// Waits until the job is in the queue no more; false once the time has passed.
  bool wait_for_end(std::string const& job, double timeout_s = 120);

  std::filesystem::path project() const { return directory_ / "project"; }
  void write(std::string const& name, std::string const& text) const;
  std::string read(std::string const& name) const;

  std::vector<Json> lines(std::string const& study, std::string const& kind) const;
  /// (point, launch) -> how many good records it has.
  std::map<std::pair<std::string, int>, int> good_launches(
      std::string const& study) const;

 private:
  void make_project() const;
  void start(int nodes, int slots_per_node);
  std::string next_line() const;

  std::filesystem::path directory_;
  Environment environment_;
  int commands_ = 0;
  pid_t process_ = 0;
  int orders_ = -1;
  int answers_ = -1;
};

}  // namespace assay
