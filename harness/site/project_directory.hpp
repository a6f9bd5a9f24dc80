// SPDX-License-Identifier: Apache-2.0
// Where this program was built from: its jobscripts lie there.
#pragma once

#include <filesystem>

namespace assay {

std::filesystem::path project_directory();

}  // namespace assay
