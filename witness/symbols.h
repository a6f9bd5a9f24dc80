// SPDX-License-Identifier: Apache-2.0
// The functions behind those that the witness stands before.
#pragma once

/// The next definition of a symbol: that of the libraries loaded after this one, else
/// of a loaded library whose file name begins with `library` (a Python module opens its
/// MPI out of sight of others); null where there is none.
void* next_symbol(char const* name, char const* library);
