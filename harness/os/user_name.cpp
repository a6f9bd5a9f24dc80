// SPDX-License-Identifier: Apache-2.0
#include "user_name.hpp"

#include <pwd.h>
#include <unistd.h>

namespace assay {

std::string user_name() {
  auto const* const user = ::getpwuid(::getuid());
  return user == nullptr ? std::to_string(::getuid()) : user->pw_name;
}

}  // namespace assay
