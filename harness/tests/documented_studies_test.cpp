// SPDX-License-Identifier: Apache-2.0
// The studies that the README and the pages of docs show are right.
#include <gtest/gtest.h>

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "config_fixture.hpp"

namespace assay {
namespace {

std::vector<std::filesystem::path> pages() {
  auto const root = std::filesystem::path(ASSAY_TEST_DATA) / "../..";
  std::vector<std::filesystem::path> found{root / "README.md"};
  for (auto const& entry : std::filesystem::directory_iterator(root / "docs")) {
    if (entry.path().extension() == ".md") found.push_back(entry.path());
  }
  return found;
}

// The blocks of YAML that name their study; the others are a part of one.
std::vector<std::string> studies_of(std::string const& page) {
  std::string const head = "\n```yaml\nstudy: ";
  std::vector<std::string> studies;
  for (auto at = page.find(head); at != std::string::npos;
       at = page.find(head, at + 1)) {
    auto const begin = page.find("study: ", at);
    studies.push_back(page.substr(begin, page.find("```\n", begin) - begin));
  }
  return studies;
}

TEST(DocumentedStudies, AreRight) {
  std::size_t count = 0;
  for (auto const& page : pages()) {
    for (auto const& study : studies_of(test::read_file(page))) {
      EXPECT_EQ(test::diagnostics_of(study), std::vector<std::string>{}) << page << "\n"
                                                                         << study;
      ++count;
    }
  }
  EXPECT_GE(count, 3U);
}

}  // namespace
}  // namespace assay
