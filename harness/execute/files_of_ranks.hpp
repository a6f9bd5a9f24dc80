// SPDX-License-Identifier: Apache-2.0
// Files that the processes of a launch left, one each.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "model/point.hpp"

namespace assay {

/// The contents of the files in `directory` with this extension, of at most
/// `most_bytes` each; no more files than the processes of `point` can have left.
/// Throws StorageError where the machine is at fault.
std::vector<std::string> files_of_ranks(std::filesystem::path const& directory,
                                        std::string_view extension, Point const& point,
                                        std::size_t most_bytes);

}  // namespace assay
