// SPDX-License-Identifier: Apache-2.0
// Members of a JSON object as text: a journal of 10^5 records is looked through in the
// time that parsing would take for a tenth of it.
#pragma once

#include <string>
#include <string_view>

namespace assay {

/// The text of the value of the member `name`, as it stands; empty where `object` has
/// none. Right for well-formed JSON, which a line with the right checksum is; for other
/// text the answer is of no use, but it stays inside `object`.
std::string_view member(std::string_view object, std::string_view name);

/// The member of a member, and so on: {"result", "measurements"}.
std::string_view member_at(std::string_view object,
                           std::initializer_list<std::string_view> path);

/// The first element of an array; empty for none.
std::string_view first_element(std::string_view array);

/// A text without its quotes, where it has no escapes; else as it stands.
std::string text_of(std::string_view value);

}  // namespace assay
