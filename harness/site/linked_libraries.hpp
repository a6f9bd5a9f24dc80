// SPDX-License-Identifier: Apache-2.0
// What a program is linked with, before it is started.
#pragma once

#include <filesystem>
#include <string>

#include "os/environment.hpp"

namespace assay {

/// What the dynamic linker would load for `file`, a library a line, as ldd prints it;
/// empty for a script and a static program.
std::string linked_libraries(std::filesystem::path const& file,
                             Environment const& environment);

}  // namespace assay
