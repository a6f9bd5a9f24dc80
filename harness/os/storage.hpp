// SPDX-License-Identifier: Apache-2.0
// The system calls on files: interruptions and short writes handled, errors thrown.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <string_view>

#include "descriptor.hpp"

namespace assay {

/// Throws StorageError: path, call, errno's text and, where known, the
/// cure.
[[noreturn]] void throw_storage_error(std::string_view call,
                                      std::filesystem::path const& file, int error);

/// Throws StorageError where `error`, 0 if there was none, tells of the machine (a disk
/// that does not answer, no descriptors, no memory) and not of `file`: what cannot be
/// read now is not for that reason absent.
void expect_answer(std::string_view call, std::filesystem::path const& file, int error);

/// Never follows a symbolic link in the last component and never waits for a FIFO.
Descriptor open_file(std::filesystem::path const& file, int flags, mode_t mode = 0644);

/// As open_file, for callers to whom an error means something: closed, and errno says
/// why.
Descriptor try_open_file(std::filesystem::path const& file, int flags,
                         mode_t mode = 0644);

/// Refuses what is not a regular file, and a file that has a second name: what is
/// written would appear under that name too.
void require_own_file(Descriptor const& descriptor, std::filesystem::path const& file);

std::string read_all(Descriptor const& descriptor, std::filesystem::path const& file);
void write_all(Descriptor const& descriptor, std::string_view bytes,
               std::filesystem::path const& file);

/// A new file with these bytes. They survive us, not a power cut: for what is of no use
/// after one.
void create_file(std::filesystem::path const& file, std::string_view bytes);

/// The bytes and all attributes. A failed call must not be tried again on the same
/// descriptor: Linux drops the dirty pages and the second call reports success.
void sync_all(Descriptor const& descriptor, std::filesystem::path const& file);

/// The bytes and the length; as for sync_all, once only.
void sync_data(Descriptor const& descriptor, std::filesystem::path const& file);

/// Makes the creation or renaming of `file` itself last.
void sync_directory_of(std::filesystem::path const& file);

/// Network file systems report a full disk only here.
void close_file(Descriptor descriptor, std::filesystem::path const& file);

}  // namespace assay
