// SPDX-License-Identifier: Apache-2.0
// A wrong study file ends the program before anything is launched or written.
#include <gmock/gmock.h>

#include "assay_process.hpp"

namespace assay {
namespace {

struct WrongStudy {
  char const* what;
  char const* yaml;
  char const* place;  ///< line:column: error: beginning of the message
};

std::ostream& operator<<(std::ostream& out, WrongStudy const& study) {
  return out << study.what;
}

class BadStudy : public testing::TestWithParam<WrongStudy> {};

TEST_P(BadStudy, IsRefusedWithItsPlace) {
  StudyDirectory const study(GetParam().yaml);
  EXPECT_EQ(study.run(), 2);
  EXPECT_THAT(study.output(), testing::HasSubstr((study.path() / "s.yaml").string() +
                                                 ":" + GetParam().place));
  EXPECT_FALSE(std::filesystem::exists(study.path() / "results"));
}

#define HEAD "study: s\nkernel: pi\nscaling: strong\nsamples: 1e6\n"

INSTANTIATE_TEST_SUITE_P(
    Ten, BadStudy,
    testing::Values(
        WrongStudy{"typo", HEAD "rnaks: [1, 2]\n", "5:1: error: unknown key 'rnaks'"},
        WrongStudy{"type", HEAD "ranks: {a: 1}\n", "5:8: error: ranks: a mapping"},
        WrongStudy{"missing", "study: s\nscaling: strong\nsamples: 1e6\nranks: 1\n",
                   "1:1: error: the key 'kernel' is missing"},
        WrongStudy{"duplicate", HEAD "ranks: 1\nkernel: pi\n",
                   "6:1: error: duplicate key 'kernel'"},
        WrongStudy{"number", HEAD "ranks: [1, four]\n", "5:12: error: ranks: 'four'"},
        WrongStudy{"empty_list", HEAD "ranks: []\n",
                   "5:8: error: ranks: the list is empty"},
        WrongStudy{"kernel",
                   "study: s\nkernel: phi\nscaling: strong\nsamples: 1\nranks: 1\n",
                   "2:9: error: kernel: 'phi' is not known"},
        WrongStudy{"samples",
                   "study: s\nkernel: pi\nscaling: strong\nsamples: 1e6.5\nranks: 1\n",
                   "4:10: error: samples: '1e6.5'"},
        WrongStudy{"tab", HEAD "ranks: 1\n\tlaunches: 3\n", "6:1: error: a tab"},
        WrongStudy{"empty_file", "", "1:1: error: the file holds no study"}),
    [](auto const& one) { return std::string(one.param.what); });

#undef HEAD

}  // namespace
}  // namespace assay
