// SPDX-License-Identifier: Apache-2.0
// Exit codes by which what is measured tells assay more than that it failed.
#pragma once

namespace assay {

/// Of a program that lacks something it needs (EX_UNAVAILABLE of sysexits.h): its last
/// line says what.
constexpr int exit_unavailable = 69;

/// Of a worker that could not write its result, or of what looks around in its stead
/// (EX_IOERR of sysexits.h): its last line says why.
constexpr int exit_storage = 74;

}  // namespace assay
