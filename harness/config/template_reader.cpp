// SPDX-License-Identifier: Apache-2.0
#include "template_reader.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "program_reader.hpp"
#include "text/placeholders.hpp"
#include "text/utf8.hpp"

namespace assay {
namespace {

Position position_of(std::size_t offset, std::string const& text) {
  auto const before = std::string_view(text).substr(0, offset);
  auto const lines = std::count(before.begin(), before.end(), '\n');
  return {static_cast<std::size_t>(lines) + 1, offset - (before.rfind('\n') + 1) + 1};
}

}  // namespace

void check_template(std::string const& text, std::vector<std::string> const& known,
                    Problems& problems) {
  auto const found = placeholders_in(text);
  if (!found.ok())
    problems.add(position_of(found.offset, text),
                 fmt::format("a template {}", found.fault));
  for (auto const& [name, offset] : found.value)
    if (std::find(known.begin(), known.end(), name) == known.end())
      problems.add(position_of(offset, text),
                   fmt::format("the placeholder {} is not known.{} Braces themselves "
                               "are written {{{{ and }}}}",
                               in_quotes("{" + name + "}"),
                               unknown_placeholder_hint(name, known)));
}

}  // namespace assay
