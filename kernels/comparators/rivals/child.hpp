// SPDX-License-Identifier: Apache-2.0
// A process that answers line by line.
#pragma once

#include <sys/types.h>

#include <cstdio>
#include <memory>
#include <string>
#include <vector>

namespace assay {

/// Runs while the object lives; its standard input is closed at the end, at which it
/// ends too. What it prints on standard error goes where ours does.
class Child {
 public:
  /// Throws std::runtime_error where it cannot be started.
  explicit Child(std::vector<std::string> words);
  ~Child();
  Child(Child const&) = delete;
  Child& operator=(Child const&) = delete;

  /// Writes a line and waits for the answer, a number. Throws std::runtime_error with
  /// what came instead, or with its words where it ended.
  double ask(std::uint64_t number);

 private:
  using File = std::unique_ptr<FILE, int (*)(FILE*)>;

  std::string name_;
  File to_, from_;
  pid_t process_ = 0;
};

}  // namespace assay
