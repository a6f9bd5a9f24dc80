// SPDX-License-Identifier: Apache-2.0
// A rank may have started some processes more.
#include "files_of_ranks.hpp"

#include <system_error>
#include <utility>

#include "os/read_bounded.hpp"
#include "os/storage.hpp"

namespace assay {

std::vector<std::string> files_of_ranks(std::filesystem::path const& directory,
                                        std::string_view extension, Point const& point,
                                        std::size_t most_bytes) {
  auto const most_files = static_cast<std::size_t>(point.ranks) * 4 + 64;
  std::vector<std::string> texts;
  std::error_code problem;
  for (std::filesystem::directory_iterator entry(directory, problem), end;
       !problem && entry != end && texts.size() < most_files;
       entry.increment(problem)) {
    if (entry->path().extension() != extension) continue;  // half written
    if (auto text = read_bounded(entry->path(), most_bytes))
      texts.push_back(*std::move(text));
  }
  expect_answer("reading", directory, problem.value());
  return texts;
}

}  // namespace assay
