// SPDX-License-Identifier: Apache-2.0
// Finds the ends of values by their brackets and quotes.
#include "members.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "common/json.hpp"

namespace assay {
namespace {

constexpr auto npos = std::string_view::npos;

enum class Mark : unsigned char { none, quote, open, close };

constexpr std::array<Mark, 256> marks = [] {
  std::array<Mark, 256> table{};
  table['"'] = Mark::quote;
  table['{'] = table['['] = Mark::open;
  table['}'] = table[']'] = Mark::close;
  return table;
}();

Mark mark_of(char c) { return marks[static_cast<unsigned char>(c)]; }

/// Past the closing quote of the text that begins at `at`.
std::size_t end_of_text(std::string_view text, std::size_t at) {
  for (++at; at < text.size(); ++at) {
    if (text[at] == '\\') {
      ++at;
    } else if (text[at] == '"') {
      return at + 1;
    }
  }
  return text.size();
}

std::size_t end_of_value(std::string_view text, std::size_t at) {
  if (at < text.size() && text[at] == '"') return end_of_text(text, at);
  int depth = 0;
  while (at < text.size()) {
    switch (mark_of(text[at])) {
      case Mark::quote:
        at = end_of_text(text, at);
        continue;
      case Mark::open:
        ++depth;
        break;
      case Mark::close:
        if (depth == 0) return at;
        if (--depth == 0) return at + 1;
        break;
      case Mark::none:
        if (depth == 0 && text[at] == ',') return at;
    }
    ++at;
  }
  return text.size();
}

[[noreturn]] void refuse(std::string_view value, char const* wanted) {
  throw MalformedError(fmt::format("'{:.60}' is not {}", value, wanted));
}

template <typename Number>
Number whole(std::string_view value) {
  Number number{};
  auto const* const end = value.data() + value.size();
  auto const [stop, error] = std::from_chars(value.data(), end, number);
  if (error != std::errc{} || stop != end) refuse(value, "a number");
  return number;
}

}  // namespace

std::optional<Member> Members::next() {
  if (text_.empty() || at_ >= text_.size()) return std::nullopt;
  Member found;
  auto begin = at_;
  if (text_.front() == '{') {
    if (text_[at_] != '"') return std::nullopt;
    auto const end_of_name = end_of_text(text_, at_);
    found.name = text_.substr(at_ + 1, end_of_name - at_ - 2);
    begin = end_of_name + 1;  // behind the colon
    if (begin >= text_.size()) return std::nullopt;
  }
  auto const end = end_of_value(text_, begin);
  if (end == begin) return std::nullopt;  // an empty array
  found.value = text_.substr(begin, end - begin);
  at_ = end + 1;  // behind the comma
  return found;
}

std::string_view member(std::string_view object, std::string_view name) {
  for (Members members(object); auto const next = members.next();) {
    if (next->name == name) return next->value;
  }
  return {};
}

std::string_view first_element(std::string_view array) {
  if (array.size() < 2) return {};
  return array.substr(1, end_of_value(array, 1) - 1);
}

int nesting_of(std::string_view text) {
  int depth = 0, most = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    auto const mark = mark_of(text[at]);
    if (mark == Mark::quote) at = end_of_text(text, at) - 1;
    if (mark == Mark::open) most = std::max(most, ++depth);
    if (mark == Mark::close) --depth;
  }
  return most;
}

std::string decoded_text(std::string_view value) {
  if (value.size() < 2 || value.front() != '"') refuse(value, "a text");
  if (value.find('\\') == npos) return std::string(value.substr(1, value.size() - 2));
  auto const text = try_parse_json(value);
  if (!text.is_string()) refuse(value, "a text");
  return text.get<std::string>();
}

std::uint64_t decoded_count(std::string_view value, int base, std::string_view prefix) {
  auto const text = decoded_text(value);
  std::string_view digits = text;
  std::uint64_t count = 0;
  if (digits.starts_with(prefix)) {
    digits.remove_prefix(prefix.size());
    auto const* const end = digits.data() + digits.size();
    auto const [stop, error] = std::from_chars(digits.data(), end, count, base);
    if (error == std::errc{} && stop == end) return count;
  }
  throw MalformedError(fmt::format("'{:.60}' is not a count", text));
}

int decoded_int(std::string_view value) { return whole<int>(value); }

std::uint64_t decoded_whole(std::string_view value) {
  return whole<std::uint64_t>(value);
}

double decoded_double(std::string_view value) { return whole<double>(value); }

std::vector<double> decoded_doubles(std::string_view array) {
  if (!array.starts_with('[')) refuse(array, "an array");
  std::vector<double> numbers;
  for (Members elements(array); auto const next = elements.next();)
    numbers.push_back(decoded_double(next->value));
  return numbers;
}

}  // namespace assay
