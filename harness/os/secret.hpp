// SPDX-License-Identifier: Apache-2.0
// What is no one's business: by its name, and by its shape.
#pragma once

#include <string>
#include <string_view>

namespace assay {

/// Whether a variable of that name holds a secret, as SLURM_JWT, UCX_PWD and
/// ompi_mca_password do. Upper and lower case are alike.
bool names_secret(std::string_view name);

/// Whether a value has a password in it, as https://user:password@host has.
bool holds_password(std::string_view value);

/// Whether a value has a part that looks drawn at random, as keys and tokens do: 16 or
/// more letters and digits, of both, above 3.2 bits a character (Shannon's entropy of
/// its own frequencies). A path has none: the hashes in it are those of packages.
bool holds_key(std::string_view value);

}  // namespace assay
