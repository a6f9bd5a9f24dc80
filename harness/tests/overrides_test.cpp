// SPDX-License-Identifier: Apache-2.0
// -D KEY=VALUE is read as if it stood in the file, and its mistakes have a place.
#include <gmock/gmock.h>

#include "config/read_study.hpp"
#include "config/study_reader.hpp"
#include "config_fixture.hpp"

namespace assay {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr auto overridden =
    "study: s\nkernel: lookup\nscaling: strong\nsamples: 1e6\nranks: [1, 2]\n"
    "launches: {min: 3, max: 5}\n";

Study read_with(std::vector<std::string> const& overrides) {
  return read_study(overridden, "s.yaml", test::catalogue(), overrides);
}

std::string override_error(std::vector<std::string> const& overrides) {
  try {
    read_with(overrides);
  } catch (ConfigError const& error) {
    return error.what();
  }
  return "no error";
}

std::vector<AxisValue> axis_of(Study const& study, std::string const& name) {
  for (auto const& axis : study.axes)
    if (axis.name == name) return axis.values;
  return {};
}

TEST(Overrides, TakeThePlaceOfWhatTheFileSays) {
  auto const study =
      read_with({"ranks=[4, 8]", "launches.max=7", "parameters.table=2048"});
  EXPECT_THAT(axis_of(study, "ranks"),
              ElementsAre(AxisValue(std::uint64_t{4}), AxisValue(std::uint64_t{8})));
  EXPECT_EQ(study.launches.minimum, 3);
  EXPECT_EQ(study.launches.maximum, 7);
  EXPECT_THAT(axis_of(study, "parameters.table"),
              ElementsAre(AxisValue(std::uint64_t{2048})));
  EXPECT_THAT(study.overrides,
              ElementsAre("ranks=[4, 8]", "launches.max=7", "parameters.table=2048"));
}

TEST(Overrides, TheLastOneCounts) {
  EXPECT_THAT(axis_of(read_with({"ranks=4", "ranks=8"}), "ranks"),
              ElementsAre(AxisValue(std::uint64_t{8})));
}

TEST(Overrides, AreCheckedLikeTheFile) {
  EXPECT_EQ(override_error({"threads=1", "ranks=[1, four]"}),
            "-D:11: error: ranks: 'four' is not a whole number. Forms: 20000000000, "
            "2_000_000, 2e10\n    ranks=[1, four]\n              ^");
  EXPECT_THAT(override_error({"rnaks=1"}),
              HasSubstr("-D:1: error: unknown key 'rnaks'"));
  EXPECT_THAT(override_error({"launches.mni=1"}),
              HasSubstr("-D:1: error: unknown key"));
  EXPECT_THAT(override_error({"launches.min=9"}),
              HasSubstr("-D:14: error: launches: min 9 is above max 5"));
  EXPECT_THAT(override_error({"ranks="}), HasSubstr("-D:"));
}

TEST(Overrides, MayBeNoYamlForAnyKey) {
  for (auto const& key : study_keys())
    for (auto const* value : {",2]", "{", "- a\nb", "&a", "!!map x", "\"", "a: b: c"})
      EXPECT_THAT(override_error({key + "=" + value}), HasSubstr("-D:"))
          << key << "=" << value;
}

TEST(Overrides, HaveKeysOfTextThatCanBeShown) {
  EXPECT_THAT(override_error({"launches.m\xffin.x=1"}),
              HasSubstr("-D:11: error: byte 0xff is not UTF-8"));
  EXPECT_THAT(override_error({"study.\033[2J.x=1"}),
              HasSubstr("-D:7: error: control character 0x1b"));
}

TEST(Overrides, TellOfTheFileAndTheCommandLineTogether) {
  auto const error = [] {
    try {
      read_study(std::string(overridden) + "threads: none\n", "s.yaml",
                 test::catalogue(), {"ranks=none"});
    } catch (ConfigError const& problem) {
      return std::string(problem.what());
    }
    return std::string();
  }();
  EXPECT_THAT(error, HasSubstr("s.yaml:7:10: error: threads"));
  EXPECT_THAT(error, HasSubstr("-D:7: error: ranks"));
}

TEST(Overrides, ThatAreNoneSayHowTheyAreWritten) {
  EXPECT_THAT(override_error({"ranks"}), HasSubstr("-D:1: error: no KEY=VALUE. Write"));
  EXPECT_THAT(override_error({"=4"}), HasSubstr("no KEY=VALUE"));
  EXPECT_THAT(override_error({"ranks=[1"}), HasSubstr("-D:7: error: "));
  EXPECT_THAT(override_error({"ranks=1\nthreads: 2"}), HasSubstr("one line"));
  EXPECT_THAT(override_error({"ranks.a=1"}),
              HasSubstr("-D:1: error: 'ranks' is no mapping in the study"));
  EXPECT_THAT(override_error({"ranks=&a 1"}), HasSubstr("-D:7: error: an anchor"));
}

}  // namespace
}  // namespace assay
