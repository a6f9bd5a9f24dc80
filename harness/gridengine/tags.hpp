// SPDX-License-Identifier: Apache-2.0
// What Grid Engine's commands print as XML, which is flat and of a fixed form.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace assay {

/// The pieces of `text` from `begin` to `end`, both left out. Pure.
std::vector<std::string_view> pieces_between(std::string_view text,
                                             std::string_view begin,
                                             std::string_view end);

/// What stands in <tag>; of several the first; empty where there is none. Pure.
std::string text_of_tag(std::string_view text, std::string const& tag);

/// What stands in <element name="NAME" ...>, with quotes of either kind. Pure.
std::string text_of_named(std::string_view text, std::string const& element,
                          std::string const& name);

}  // namespace assay
