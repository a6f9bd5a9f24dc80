// SPDX-License-Identifier: Apache-2.0
// Copies members as text and parses the little that is left.
#include "outline.hpp"

#include <fmt/format.h>

#include <string>

#include "members.hpp"
#include "read_journal.hpp"

namespace assay {
namespace {

using Names = std::initializer_list<std::string_view>;

void copy_members(std::string& text, std::string_view object, Names names) {
  for (auto const name : names) {
    auto const value = member(object, name);
    if (value.empty()) continue;
    text += fmt::format(R"({}"{}":{})", text.ends_with('{') ? "" : ",", name, value);
  }
}

std::string record_text(std::string_view record, std::string_view kind) {
  std::string text = "{";
  text += fmt::format(R"("kind":{})", kind);
  copy_members(text, record,
               {"point", "launch", "attempt", "verdict", "detail", "started_utc",
                "wall_s", "slurm"});
  text += R"(,"requested":{)";
  copy_members(
      text, member(record, "requested"),
      {"kernel", "samples", "nodes", "ranks", "threads", "seed", "parameters"});
  text += '}';
  return text + "}";
}

nlohmann::json parsed(std::string_view text) {
  auto value = nlohmann::json::parse(text, nullptr, false);
  return value.is_object() ? value : nlohmann::json();
}

}  // namespace

nlohmann::json outline(std::string_view line) {
  if (!has_known_schema(line)) return nullptr;
  auto const kind = member(line, "kind");
  if (kind == R"("record")" || kind == R"("probe")") {
    return parsed(record_text(line, kind));
  }
  if (kind == R"("manifest")") {
    return parsed(fmt::format(R"({{"kind":{},"id":{}}})", kind, member(line, "id")));
  }
  return parsed(line);
}

bool has_known_schema(std::string_view line) {
  return member(line, "schema") == std::to_string(journal_schema);
}

}  // namespace assay
