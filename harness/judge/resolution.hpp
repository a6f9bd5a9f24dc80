// SPDX-License-Identifier: Apache-2.0
// How finely a program printed a number.
#pragma once

#include <optional>
#include <string>

namespace assay {

/// What one step of the last digit of `number`, a finite one, is worth: 0.001 of
/// "0.013", 1e-4 of "1.2e-3", 1 of "13". Nothing of a hexadecimal one.
std::optional<double> resolution_of(std::string const& number);

}  // namespace assay
