// SPDX-License-Identifier: Apache-2.0
// What libFuzzer began with, and what it found, is read again by each reader: as it
// stands, cut off at any byte, and nested deeper than anybody means.
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "config_fixture.hpp"
#include "fuzz/targets.hpp"
#include "scratch.hpp"

namespace assay {
namespace {

namespace fs = std::filesystem;

class FuzzCorpus : public testing::TestWithParam<fuzz::Target> {
 protected:
  static std::vector<std::string> texts() {
    std::vector<std::string> found;
    for (auto const& entry :
         fs::directory_iterator(fs::path(ASSAY_CORPUS) / std::string(GetParam().name)))
      found.push_back(bytes_of(entry.path()));
    return found;
  }
};

TEST_P(FuzzCorpus, IsReadWholeAndCutOff) {
  auto const all = texts();
  ASSERT_FALSE(all.empty());
  for (auto const& text : all)
    for (auto end = text.size() + 1; end-- > 0;)
      GetParam().read(std::string_view(text).substr(0, end));
}

TEST_P(FuzzCorpus, MayBeNestedWithoutEnd) {
  constexpr int deep = 50'000;
  for (std::string const piece :
       {"[", "{", "(", "-", "- ", "a: ", "a.", "{a: ", "[[],", "{\"a\":", "[{\"a\":[",
        "{\"schema\":", "{\"point\":{\"requested\":", "max(", "\\(", "1,", "\"",
        "\n"}) {
    std::string text;
    for (int i = 0; i < deep; ++i) text += piece;
    GetParam().read(text);
    GetParam().read("k=" + text);
    GetParam().read("{\"schema\":" + text + "}");
  }
}

TEST(Fuzzed, StudiesOfTheTestsAreReadToo) {
  for (auto const* folder : {"good_configs", "bad_configs"})
    for (auto const& file : test::study_files(folder)) fuzz::study(bytes_of(file));
}

INSTANTIATE_TEST_SUITE_P(Of, FuzzCorpus, testing::ValuesIn(fuzz::targets),
                         [](auto const& one) { return std::string(one.param.name); });

}  // namespace
}  // namespace assay
