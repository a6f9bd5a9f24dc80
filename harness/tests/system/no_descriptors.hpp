// SPDX-License-Identifier: Apache-2.0
// A process that has as many files open as it may.
#pragma once

#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <thread>

namespace assay {

/// No descriptor can be opened while it lives, and for as long as it was told.
class NoDescriptors {
 public:
  explicit NoDescriptors(std::chrono::milliseconds for_ms) {
    ::getrlimit(RLIMIT_NOFILE, &before_);
    auto none = before_;
    none.rlim_cur = static_cast<rlim_t>(::dup(0));
    ::close(static_cast<int>(none.rlim_cur));
    ::setrlimit(RLIMIT_NOFILE, &none);
    end_ = std::thread([=, this] {
      std::this_thread::sleep_for(for_ms);
      ::setrlimit(RLIMIT_NOFILE, &before_);
    });
  }
  ~NoDescriptors() { end_.join(); }
  NoDescriptors(NoDescriptors const&) = delete;
  NoDescriptors& operator=(NoDescriptors const&) = delete;

 private:
  struct rlimit before_ {};
  std::thread end_;
};

}  // namespace assay
