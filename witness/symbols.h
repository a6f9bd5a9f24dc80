// SPDX-License-Identifier: Apache-2.0
// The functions behind those that the witness stands before, and loaded libraries.
#pragma once

#include <stddef.h>

/// What follows the last slash of a path.
char const* file_name(char const* path);

/// The path of a loaded library whose file name begins with `begin`; fails (returns 0,
/// and leaves `path`) where there is none.
int find_library(char const* begin, char* path, size_t size);

/// The next definition of a symbol: that of the libraries loaded after this one, else
/// of a loaded library whose file name begins with `library` (a Python module opens its
/// MPI out of sight of others); null where there is none.
void* next_symbol(char const* name, char const* library);
