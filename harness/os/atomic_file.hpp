// SPDX-License-Identifier: Apache-2.0
// Files that are there whole or not at all.
#pragma once

#include <filesystem>
#include <string>

namespace assay {

/// Temporary name (O_EXCL), all bytes, fsync, rename, fsync of the directory. Throws
/// StorageError (journal.hpp) naming the call, the path and errno's text.
void write_file_atomically(std::filesystem::path const& file,
                           std::string const& content);

}  // namespace assay
