// SPDX-License-Identifier: Apache-2.0
// What is no one's business: by its name, and by its shape.
#include "secret.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>

namespace assay {
namespace {

constexpr std::array parts_of_names = {
    "TOKEN",   "SECRET", "PASSW",      "PASSPHRASE",  "CREDENTIAL", "JWT",
    "API_KEY", "APIKEY", "ACCESS_KEY", "PRIVATE_KEY", "AUTH",       "COOKIE"};

/// Only as whole words of a name: UCX_PWD, but not NCCL_IB_PKEY.
constexpr std::array words_of_names = {"PWD", "PASS", "KEY"};

constexpr std::size_t shortest_key = 16;
constexpr double least_bits = 3.2;

bool has_word(std::string_view name, std::string_view word) {
  for (std::size_t at = name.find(word); at != name.npos;
       at = name.find(word, at + 1)) {
    auto const end = at + word.size();
    if ((at == 0 || name[at - 1] == '_') && (end == name.size() || name[end] == '_'))
      return true;
  }
  return false;
}

bool of_key(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '+' || c == '=' ||
         c == '_' || c == '-';
}

double bits_per_character(std::string_view text) {
  std::array<double, 256> counts{};
  for (char const c : text) ++counts[static_cast<unsigned char>(c)];
  double bits = 0;
  auto const size = static_cast<double>(text.size());
  for (double const count : counts)
    if (count > 0) bits -= count / size * std::log2(count / size);
  return bits;
}

bool is_key(std::string_view text) {
  auto const any = [&](int (*of)(int)) {
    return std::any_of(text.begin(), text.end(),
                       [&](unsigned char c) { return of(c) != 0; });
  };
  return text.size() >= shortest_key && any(std::isalpha) && any(std::isdigit) &&
         bits_per_character(text) >= least_bits;
}

}  // namespace

bool names_secret(std::string_view name) {
  std::string upper(name);
  std::transform(upper.begin(), upper.end(), upper.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return std::any_of(
             parts_of_names.begin(), parts_of_names.end(),
             [&](char const* part) { return upper.find(part) != upper.npos; }) ||
         std::any_of(words_of_names.begin(), words_of_names.end(),
                     [&](char const* word) { return has_word(upper, word); });
}

bool holds_password(std::string_view value) {
  for (std::size_t at = value.find("://"); at != value.npos;
       at = value.find("://", at)) {
    at += 3;
    auto const authority = value.substr(at, value.find_first_of("/?# ", at) - at);
    auto const user = authority.substr(0, authority.rfind('@'));
    if (user.size() < authority.size() && user.find(':') != user.npos) return true;
  }
  return false;
}

bool holds_key(std::string_view value) {
  if (value.starts_with('/')) return false;
  while (!value.empty()) {
    auto const end = static_cast<std::size_t>(
        std::find_if_not(value.begin(), value.end(), of_key) - value.begin());
    if (is_key(value.substr(0, end))) return true;
    value.remove_prefix(std::min(value.size(), end + 1));
  }
  return false;
}

}  // namespace assay
