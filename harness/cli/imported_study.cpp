// SPDX-License-Identifier: Apache-2.0
#include "imported_study.hpp"

#include <fmt/format.h>

#include <fstream>
#include <string>

#include "os/errors.hpp"
#include "records/members.hpp"

namespace assay {

void expect_not_imported(std::filesystem::path const& directory) {
  std::ifstream journal(directory / "journal.jsonl");
  std::string first;
  if (!std::getline(journal, first) || member(first, "import").empty()) return;
  throw UsageError(fmt::format(
      "{} holds imported numbers, where nothing can be run: give the study another "
      "name, or set them aside with --fresh",
      directory.string()));
}

}  // namespace assay
