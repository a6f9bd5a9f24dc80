// SPDX-License-Identifier: Apache-2.0
// One writer for a directory, on file systems with and without flock.
#pragma once

#include <filesystem>
#include <stdexcept>

#include "descriptor.hpp"

namespace assay {

/// Holds `file` for as long as it lives: flock where the file system has it, else an
/// O_EXCL file whose owner (host, pid, start time, boot id) is checked for life.
class Lock {
 public:
  explicit Lock(std::filesystem::path file);
  ~Lock();
  Lock(Lock const&) = delete;
  Lock& operator=(Lock const&) = delete;

  /// Throws LockedError where the file was removed or replaced meanwhile, as by someone
  /// who tidies up: another process may hold the new one, and both would write.
  void require_held() const;

 private:
  std::filesystem::path file_;
  Descriptor descriptor_;
  bool exclusive_file_ = false;
};

}  // namespace assay
