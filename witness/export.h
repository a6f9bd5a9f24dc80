// SPDX-License-Identifier: Apache-2.0
// What programs see of the witness: the names that they call; all others are hidden.
#pragma once

#define EXPORT __attribute__((visibility("default")))
