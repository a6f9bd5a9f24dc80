// SPDX-License-Identifier: Apache-2.0
// Files that somebody else wrote.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>

namespace assay {

/// The content of a file that a program may have made: nothing where it is no regular
/// file (links are not followed, and no pipe is waited for), cannot be read, or is
/// larger than `most_bytes`. Throws StorageError where the machine is at fault.
std::optional<std::string> read_bounded(std::filesystem::path const& file,
                                        std::size_t most_bytes);

}  // namespace assay
