// SPDX-License-Identifier: Apache-2.0
// The name of this host.
#pragma once

#include <unistd.h>

#include <array>
#include <cerrno>
#include <climits>
#include <string>
#include <system_error>

namespace assay {

/// The name of the host that this process runs on, as gethostname() has it. Throws
/// std::system_error where there is none.
inline std::string host_name() {
  std::array<char, HOST_NAME_MAX + 1> text{};
  if (::gethostname(text.data(), text.size() - 1) != 0)
    throw std::system_error(errno, std::generic_category(), "gethostname");
  return text.data();
}

}  // namespace assay
