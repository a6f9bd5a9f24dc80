// SPDX-License-Identifier: Apache-2.0
// Bytes that JSON can hold, by zlib and OpenSSL.
#include "packed.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <zlib.h>

#include <cstddef>
#include <new>

#include "members.hpp"

namespace assay {
namespace {

/// Above the places of 10^6 ranks (70 MB), below what a damaged line could ask for.
constexpr std::uint64_t most_bytes = std::uint64_t{512} << 20;
/// By which deflate makes more of a byte.
constexpr std::uint64_t most_inflated = 1032;

template <typename Byte>
Byte* as(std::string& bytes) {
  return reinterpret_cast<Byte*>(bytes.data());
}

std::string base64_of(std::string const& bytes) {
  std::string text(4 * ((bytes.size() + 2) / 3) + 1, '\0');  // a NUL is put behind it
  auto const* from = reinterpret_cast<unsigned char const*>(bytes.data());
  auto const size =
      EVP_EncodeBlock(as<unsigned char>(text), from, static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(size));
  return text;
}

/// Four letters for each three bytes, of which the last may lack two: OpenSSL passes
/// over blanks, and takes `=` anywhere.
bool is_base64(std::string_view text) {
  constexpr std::string_view letters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  auto const size = text.find_last_not_of('=') + 1;
  return text.size() % 4 == 0 && text.size() - size <= 2 &&
         text.substr(0, size).find_first_not_of(letters) == text.npos;
}

std::string from_base64(std::string const& text) {
  if (text.size() > most_bytes || !is_base64(text))
    throw MalformedError("packed bytes are no Base64");
  std::string bytes(3 * (text.size() / 4) + 3, '\0');
  auto const* from = reinterpret_cast<unsigned char const*>(text.data());
  auto const size =
      EVP_DecodeBlock(as<unsigned char>(bytes), from, static_cast<int>(text.size()));
  bytes.resize(static_cast<std::size_t>(size));  // zeros follow, past deflate's end
  return bytes;
}

}  // namespace

Json packed(std::string_view bytes) {
  auto size = compressBound(bytes.size());
  std::string deflated(size, '\0');
  auto const* from = reinterpret_cast<Bytef const*>(bytes.data());
  if (compress2(as<Bytef>(deflated), &size, from, bytes.size(),
                Z_DEFAULT_COMPRESSION) != Z_OK)
    throw std::bad_alloc();
  deflated.resize(size);
  return {{"bytes", bytes.size()}, {"base64", base64_of(deflated)}};
}

std::string unpacked(std::string_view object) {
  auto const number = packed_bytes(object);
  auto const deflated = from_base64(decoded_text(member(object, "base64")));
  if (number / most_inflated > deflated.size())
    throw MalformedError("packed bytes are more than their text can hold");
  std::string bytes(number, '\0');
  uLongf size = bytes.size();
  auto const* from = reinterpret_cast<Bytef const*>(deflated.data());
  if (uncompress(as<Bytef>(bytes), &size, from, deflated.size()) != Z_OK ||
      size != number)
    throw MalformedError("packed bytes cannot be unpacked");
  return bytes;
}

std::uint64_t packed_bytes(std::string_view object) {
  auto const number = decoded_whole(member(object, "bytes"));
  if (number <= most_bytes) return number;
  throw MalformedError(fmt::format("{} packed bytes are too many", number));
}

std::string byte_planes(std::vector<std::int64_t> const& numbers) {
  std::string bytes;
  bytes.reserve(8 * numbers.size());
  for (int shift = 0; shift < 64; shift += 8)
    for (auto const number : numbers)
      bytes += static_cast<char>(static_cast<std::uint64_t>(number) >> shift);
  return bytes;
}

std::vector<std::int64_t> numbers_in_planes(std::string_view bytes) {
  auto const count = bytes.size() / 8;
  std::vector<std::int64_t> numbers;
  for (std::size_t i = 0; i < count; ++i) {
    std::uint64_t number = 0;
    for (std::size_t plane = 8; plane-- > 0;)
      number = number << 8 | static_cast<unsigned char>(bytes[plane * count + i]);
    numbers.push_back(static_cast<std::int64_t>(number));
  }
  return numbers;
}

}  // namespace assay
