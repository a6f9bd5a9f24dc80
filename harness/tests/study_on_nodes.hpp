// SPDX-License-Identifier: Apache-2.0
// A study for the tests on clusters, and what lies in a project after it.
#pragma once

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "common/json.hpp"
#include "records/journal.hpp"

namespace assay::test {

/// A point on each node count, `launches` of each; `samples` 1e8 takes about 1 s.
inline std::string two_groups(std::string const& name, int launches,
                              std::string const& samples,
                              std::string const& more = "") {
  auto const count = std::to_string(launches);
  return "study: " + name +
         "\nkernel: pi\nscaling: strong\nrepetitions: 2\nnodes: [1, 2]\nranks: 2\n"
         "samples: " +
         samples + "\nlaunches: {min: " + count + ", max: " + count + "}\n" + more;
}

/// All of a file; empty where it is not there.
inline std::string text_of(std::filesystem::path const& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

/// The lines of a kind in the journal of a study.
inline std::vector<Json> lines_of(std::filesystem::path const& project,
                                  std::string const& study, std::string const& kind) {
  std::vector<Json> found;
  auto const journal = project / "results" / study / "journal.jsonl";
  for (auto const& line : read_journal(journal).lines)
    if (line["kind"] == kind) found.push_back(line);
  return found;
}

/// How often each launch of a point, by its number, is ok in these records.
inline std::map<std::pair<std::string, int>, int> good_launches_of(
    std::vector<Json> const& records) {
  std::map<std::pair<std::string, int>, int> count;
  for (auto const& record : records)
    if (record["verdict"] == "ok") ++count[{record["point"], record["launch"]}];
  return count;
}

}  // namespace assay::test
