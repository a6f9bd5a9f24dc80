// SPDX-License-Identifier: Apache-2.0
// Failures that end the program, each with the exit code that says so.
#pragma once

#include <stdexcept>
#include <string>

namespace assay {

/// Exit codes of the program: 0 all good, 1 some launches failed, 2 usage or study
/// file, 3 environment, 4 storage, 75 locked, 128+n ended by signal n.
enum class ExitCode {
  ok = 0,
  failed = 1,
  usage = 2,
  environment = 3,
  storage = 4,
  locked = 75
};

/// What a code other than 0 says; empty for 1, which each command explains itself.
inline std::string meaning_of(int exit_code) {
  if (exit_code > 128) return "ended by signal " + std::to_string(exit_code - 128);
  switch (static_cast<ExitCode>(exit_code)) {
    case ExitCode::usage:
      return "usage or study file: it cannot be done as it was asked";
    case ExitCode::environment:
      return "environment: this machine lacks what is needed";
    case ExitCode::storage:
      return "storage: a file cannot be written or read";
    case ExitCode::locked:
      return "locked: another assay is at it";
    default:
      return {};
  }
}

inline int code(ExitCode exit_code) { return static_cast<int>(exit_code); }

/// A failure whose message is for the user.
class Error : public std::runtime_error {
 public:
  ExitCode exit_code() const { return exit_code_; }

 protected:
  Error(ExitCode exit_code, std::string const& message)
      : std::runtime_error(message), exit_code_(exit_code) {}

 private:
  ExitCode exit_code_;
};

/// What was asked cannot be done as it was asked.
class UsageError : public Error {
 public:
  explicit UsageError(std::string const& message) : Error(ExitCode::usage, message) {}
};

/// The machine lacks what is needed: launcher, worker, device.
class EnvironmentError : public Error {
 public:
  explicit EnvironmentError(std::string const& message)
      : Error(ExitCode::environment, message) {}
};

/// The disk failed or refused; the campaign must stop.
class StorageError : public Error {
 public:
  explicit StorageError(std::string const& message)
      : Error(ExitCode::storage, message) {}
};

/// Somebody else holds a lock; the message names host, pid and start time.
class LockedError : public Error {
 public:
  explicit LockedError(std::string const& message) : Error(ExitCode::locked, message) {}
};

}  // namespace assay
