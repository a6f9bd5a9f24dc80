// SPDX-License-Identifier: Apache-2.0
// A journal in which one value is something else, with the right checksum: it is read,
// or told bad, and no more.
#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include "common/json.hpp"
#include "contract.hpp"
#include "records/compact.hpp"
#include "records/journal.hpp"
#include "records/members.hpp"
#include "records/read_journal.hpp"
#include "records/record.hpp"
#include "records/study_journals.hpp"
#include "scratch.hpp"

namespace assay {
namespace {

using Pointer = Json::json_pointer;

/// Of all members, and of the first two elements of arrays.
void add_places(Json const& value, Pointer const& at, std::vector<Pointer>& places) {
  if (!at.empty()) places.push_back(at);
  if (value.is_object())
    for (auto const& [key, child] : value.items()) add_places(child, at / key, places);
  if (value.is_array())
    for (std::size_t i = 0; i < std::min<std::size_t>(value.size(), 2); ++i)
      add_places(value[i], at / i, places);
}

std::vector<Json> const& odd_values() {
  static std::vector<Json> const values{nullptr,
                                        true,
                                        -1,
                                        0,
                                        1.5,
                                        1e308,
                                        "",
                                        "x",
                                        "-1",
                                        std::string(20, '9'),
                                        Json::array(),
                                        Json::array({nullptr}),
                                        Json::array({Json::array()}),
                                        Json::object(),
                                        {{"a", 1}},
                                        std::numeric_limits<std::uint64_t>::max(),
                                        std::numeric_limits<std::int64_t>::min()};
  return values;
}

/// The first line of each kind, and that record once more with what it shares apart.
std::map<std::string, Json> first_lines(char const* journal) {
  std::map<std::string, Json> first;
  auto const bytes = read_journal_bytes(test::contract_file(journal));
  for (auto const& line : parse_raw(bytes).lines)
    first.emplace(member(line.text, "kind"), parse_json(line.text));
  auto again = first.at(R"("record")");
  again["launch"] = 99;
  auto found = compact(again);
  first.emplace("compact record", std::move(found.record));
  for (auto& line : found.shared)
    first.emplace("shared " + line.at("id").get<std::string>(), std::move(line));
  return first;
}

class MutatedJournal : public testing::TestWithParam<char const*> {};

TEST_P(MutatedJournal, IsReadOrToldBad) {
  Scratch const scratch;
  auto const lines = first_lines(GetParam());
  ASSERT_GE(lines.size(), 8U);
  std::string whole;
  for (auto const& [kind, line] : lines) whole += journal_line(line);
  for (auto const& [kind, line] : lines) {
    std::vector<Pointer> places;
    add_places(line, Pointer(), places);
    for (auto const& place : places) {
      for (auto const& value : odd_values()) {
        auto changed = line;
        changed[place] = value;
        put(scratch / "journal.jsonl", whole + journal_line(changed));
        EXPECT_NO_THROW(planned_study(read_study_journals(scratch.path()).study))
            << kind << place.to_string() << ": " << value.dump();
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(OfTheContract, MutatedJournal,
                         testing::Values("quickstart.jsonl", "simulate.jsonl"));

}  // namespace
}  // namespace assay
