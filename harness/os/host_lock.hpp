// SPDX-License-Identifier: Apache-2.0
// One timed launch per host at a time, whoever starts it.
#pragma once

#include <filesystem>
#include <functional>

#include "descriptor.hpp"

namespace assay {

/// The right to measure; given back with the object.
class HostTurn {
 public:
  HostTurn() = default;
  explicit HostTurn(Descriptor&& file) : file_(std::move(file)) {}
  HostTurn(HostTurn&&) = default;
  HostTurn& operator=(HostTurn&&) = default;
  ~HostTurn();

  bool held() const { return file_.open(); }

 private:
  Descriptor file_;
};

struct HostLockRule {
  std::filesystem::path file;  ///< empty: no lock
  double limit_s = 3600;
  std::function<void()> on_wait{};  ///< called once, before the first wait
};

/// The same file for all users of the host; ASSAY_HOST_LOCK names another one, or is
/// `off`.
std::filesystem::path host_lock_file();

/// Waits for the turn, fair enough: who asks often gets it often. Returns without it
/// when a signal arrived, or where the file system cannot lock. Throws LockedError at
/// the limit.
HostTurn take_turn(HostLockRule const& rule);

}  // namespace assay
