// SPDX-License-Identifier: Apache-2.0
#include "imported_study.hpp"

#include <fmt/format.h>

#include <fstream>
#include <string>
#include <system_error>

#include "os/errors.hpp"
#include "records/members.hpp"

namespace assay {

void expect_not_imported(std::filesystem::path const& directory) {
  auto const file = directory / "journal.jsonl";
  std::error_code none;
  if (!std::filesystem::is_regular_file(file, none)) return;  // nor wait for a pipe
  std::ifstream journal(file);
  std::string first;
  if (!std::getline(journal, first) || member(first, "import").empty()) return;
  throw UsageError(fmt::format(
      "{} holds imported numbers, where nothing can be run: give the study another "
      "name, or set them aside with assay run --fresh",
      directory.string()));
}

void expect_none_imported(std::string const& what,
                          std::filesystem::path const& results) {
  for (auto const& named : {std::filesystem::path(what), results / what})
    expect_not_imported(named);
}

}  // namespace assay
