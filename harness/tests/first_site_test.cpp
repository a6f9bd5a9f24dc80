// SPDX-License-Identifier: Apache-2.0
#include "slurm/first_site.hpp"

#include <gmock/gmock.h>

#include "config/site_reader.hpp"
#include "model/site.hpp"

namespace assay {
namespace {

using testing::AllOf;
using testing::HasSubstr;

constexpr char const* partitions =
    "standard*|1000|2|64|2|256000|1-00:00:00|(null)|1-512\n"
    "standard*|24|2|64|2|512000|1-00:00:00|(null)|1-512\n"
    "gpu|4|2|32|1|512000|12:00:00|gpu:mi210:4|1-infinite\n";

Site site_of(std::string const& text) {
  Site site;
  read_site(text, "/etc/assay/site.yaml", site);
  return site;
}

TEST(FirstSite, TakesTheDefaultPartitionAndTheOnlyAccount) {
  auto const text = first_site(partitions, "e123|standard,short\ne123|standard\n");
  auto const site = site_of(text);
  EXPECT_EQ(site.slurm.partition, "standard");
  EXPECT_EQ(site.slurm.account, "e123");
  EXPECT_EQ(site.slurm.qos, "");
  EXPECT_THAT(
      text,
      AllOf(HasSubstr("the default; 1000 nodes of 128 cores x 2 threads, 256000 MB, "
                      "1-512 a job, at most 1-00:00:00\n"),
            HasSubstr("# partition: standard    # 24 nodes"),
            HasSubstr("# partition: gpu         # 4 nodes of 64 cores, "
                      "512000 MB, gpu:mi210:4, at most 12:00:00\n"),
            HasSubstr("you may have standard, short\n")));
}

TEST(FirstSite, LeavesAChoiceToTheUser) {
  auto const text =
      first_site("a|2|1|2|1|1|infinite|(null)|1-infinite\n", "one|\ntwo|\n");
  auto const site = site_of(text);
  EXPECT_EQ(site.slurm.partition, "");
  EXPECT_EQ(site.slurm.account, "");
  EXPECT_THAT(text, AllOf(HasSubstr("# slurm:\n"), HasSubstr("# account: one"),
                          HasSubstr("# account: two")));
}

TEST(FirstSite, SaysWhereThereAreNoAccounts) {
  EXPECT_THAT(first_site(partitions, ""), HasSubstr("Slurm names none of yours"));
}

}  // namespace
}  // namespace assay
