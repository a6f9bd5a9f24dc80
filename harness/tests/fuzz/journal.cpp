// SPDX-License-Identifier: Apache-2.0
// A journal of somebody else, whose checksums are right, and the note of an attempt
// that was begun.
#include "records/journal.hpp"

#include <string>

#include "common/json.hpp"
#include "records/crc32.hpp"
#include "records/history.hpp"
#include "records/journal_line.hpp"
#include "records/members.hpp"
#include "records/merger.hpp"
#include "records/read_journal.hpp"
#include "records/record.hpp"
#include "records/study_journals.hpp"
#include "targets.hpp"

namespace assay::fuzz {
namespace {

/// The line with the checksum that belongs to it, whatever it holds.
std::string sealed(std::string_view line) {
  if (line.ends_with('}')) line.remove_suffix(1);
  return std::string(line) + R"(,"crc32":")" + crc32_of(line) + "\"}\n";
}

std::string sealed_lines(std::string_view text) {
  std::string journal;
  for (std::size_t end = 0; end != text.npos && !text.empty();) {
    end = text.find('\n');
    journal += sealed(text.substr(0, end));
    if (end != text.npos) text.remove_prefix(end + 1);
  }
  return journal;
}

void plan_with(Json const& line) try {
  planned_study(line);
  overall_plan(line, {{"n1", line}, {"n2", line}});
} catch (MalformedError const&) {
}

}  // namespace

void journal(std::string_view text) {
  parse_raw(text);
  parse_begun(std::string(text));
  auto const bytes = sealed_lines(text);
  read_history(bytes);
  Merger merger;
  auto const content = parse_raw(bytes);
  LineReader reader(content);
  for (auto const& line : content.lines) merger.take(reader.read(line.text));
  for (auto const& line : parse_journal(bytes).lines) plan_with(line);
}

}  // namespace assay::fuzz
