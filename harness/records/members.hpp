// SPDX-License-Identifier: Apache-2.0
// Members of a JSON object as text: a journal of 10^5 records is looked through in the
// time that parsing would take for a tenth of it.
#pragma once

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

/// The text of the value of the member `name`, as it stands; empty where `object` has
/// none. Right for well-formed JSON, which a line with the right checksum is; for other
/// text the answer is of no use, but it stays inside `object`.
std::string_view member(std::string_view object, std::string_view name);

/// The first element of an array; empty for none.
std::string_view first_element(std::string_view array);

/// How many levels of arrays and objects stand in each other in `text`.
int nesting_of(std::string_view text);

/// A member of an object, or an element of an array with an empty name.
struct Member {
  std::string_view name;
  std::string_view value;
};

/// The members of an object or the elements of an array, one after the other, in one
/// pass over the text:
///
///     for (Members members(object); auto const next = members.next();) ...
class Members {
 public:
  explicit Members(std::string_view text) : text_(text) {}
  std::optional<Member> next();

 private:
  std::string_view text_;
  std::size_t at_ = 1;  ///< of the next one, behind the bracket or comma
};

/// A value that is not of the type asked for.
class MalformedError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Values, decoded. All throw MalformedError for what is none of them.
std::string decoded_text(std::string_view value);
/// A whole number as text, `prefix` before it.
std::uint64_t decoded_count(std::string_view value, int base, std::string_view prefix);
int decoded_int(std::string_view value);
std::uint64_t decoded_whole(std::string_view value);
double decoded_double(std::string_view value);
std::vector<double> decoded_doubles(std::string_view array);

}  // namespace assay
