// SPDX-License-Identifier: Apache-2.0
#include "project_directory.hpp"

namespace assay {

std::filesystem::path project_directory() { return ASSAY_SOURCE_DIR; }

}  // namespace assay
