// SPDX-License-Identifier: Apache-2.0
// An environment variable for the time of a test.
#pragma once

#include <cstdlib>
#include <optional>
#include <string>

namespace assay {

class ScopedVariable {
 public:
  ScopedVariable(std::string name, std::string const& value) : name_(std::move(name)) {
    if (char const* const old = std::getenv(name_.c_str())) old_ = old;
    setenv(name_.c_str(), value.c_str(), 1);
  }
  ~ScopedVariable() {
    if (old_) {
      setenv(name_.c_str(), old_->c_str(), 1);
    } else {
      unsetenv(name_.c_str());
    }
  }
  ScopedVariable(ScopedVariable const&) = delete;
  ScopedVariable& operator=(ScopedVariable const&) = delete;

 private:
  std::string name_;
  std::optional<std::string> old_;
};

}  // namespace assay
