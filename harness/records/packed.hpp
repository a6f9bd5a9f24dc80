// SPDX-License-Identifier: Apache-2.0
// Many numbers or much text in few bytes of a journal's line: {"bytes":N,"base64":"…"}.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "common/json.hpp"

namespace assay {

/// `bytes`, deflated (RFC 1950) and in Base64 (RFC 4648), with their number.
Json packed(std::string_view bytes);

/// The bytes that packed() was given, from its text. Throws MalformedError.
std::string unpacked(std::string_view object);

/// How many they are, as that text says, before any is unpacked. Throws MalformedError
/// above 512 MiB.
std::uint64_t packed_bytes(std::string_view object);

/// Whole numbers as 64-bit little-endian ones, the first bytes of all of them before
/// the second ones, and so on: bytes that are alike then stand together.
std::string byte_planes(std::vector<std::int64_t> const& numbers);

/// The numbers of byte_planes().
std::vector<std::int64_t> numbers_in_planes(std::string_view bytes);

}  // namespace assay
