// SPDX-License-Identifier: Apache-2.0
// What a site says once: read, merged, used by studies that do not say it.
#include <gmock/gmock.h>

#include <fstream>

#include "config/read_study.hpp"
#include "config/site_reader.hpp"
#include "config_fixture.hpp"
#include "doctor/doctor.hpp"
#include "model/launcher.hpp"
#include "scoped_variable.hpp"
#include "scratch.hpp"
#include "site/load_site.hpp"
#include "text/diagnostic.hpp"

namespace assay {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Site site_of(std::string const& text) {
  Site site;
  read_site(text, "/etc/assay/site.yaml", site);
  return site;
}

std::string fault_of_site(std::string const& text) try {
  site_of(text);
  return "";
} catch (ConfigError const& error) {
  return error.what();
}

Study read_with(Site const& site, std::string const& rest) {
  return read_study("study: x\nprogram: [./a]\nscaling: strong\nranks: 2\n" + rest, "x",
                    test::catalogue(), {}, site);
}

std::vector<std::string> uses_of(Study const& study) {
  std::vector<std::string> all;
  for (auto const& [key, value] : study.site) all.push_back(key + ": " + value);
  return all;
}

auto const two_launchers =
    "launchers:\n  flux: {words: [flux, run, -n, \"{ranks}\"], needs_job: true}\n"
    "  mine: {words: [./run]}\nslurm: {account: p1, partition: main}\n";

TEST(SiteFile, GivesLaunchersByName) {
  auto const site = site_of(two_launchers);
  auto const study = read_with(site, "launcher: [flux, mpiexec]\n");
  EXPECT_THAT(uses_of(study),
              ElementsAre("launchers.flux: flux run -n {ranks}",
                          "slurm.partition: main", "slurm.account: p1"));
  EXPECT_TRUE(site.launchers[0]->needs_job);
  EXPECT_EQ(site.launchers[1]->own.study_directory, "/etc/assay")
      << "./run is beside the file of the site";
}

TEST(SiteFile, GivesTheLauncherWhereAStudyNamesNone) {
  auto const site = site_of(std::string(two_launchers) + "launcher: flux\n");
  EXPECT_EQ(read_with(site, "").axes.at(6).values.at(0), AxisValue("flux"));
  EXPECT_EQ(read_with(site, "launcher: auto\n").axes.at(6).values.at(0),
            AxisValue("auto"));
}

TEST(SiteFile, GivesWayToTheStudy) {
  auto const site = site_of(two_launchers);
  auto const study =
      read_with(site, "launcher: {words: [flux, alloc]}\nslurm: {account: p2}\n");
  EXPECT_THAT(uses_of(study), ElementsAre("slurm.partition: main"));
  EXPECT_EQ(study.slurm.account, "p2");
  EXPECT_EQ(study.slurm.partition, "main");
  ASSERT_EQ(study.launchers.size(), 2U);
  EXPECT_THAT(study.launchers.back()->own.words, ElementsAre("flux", "alloc"));
}

TEST(SiteFile, IsNothingToAStudyWithoutOne) {
  EXPECT_THAT(read_with({}, "").site, IsEmpty());
  EXPECT_EQ(fault_of_site(""), "");
}

TEST(SiteFile, IsRefusedWithPlaces) {
  auto const fault = fault_of_site(
      "launchers:\n  srun: {words: [a]}\n  b: {word: [a]}\n  c: 7\nlauncer: b\n"
      "slurm: {acount: p}\n");
  for (auto const* part :
       {"/etc/assay/site.yaml:2:3: error: launcher.name: 'srun' is a launcher that "
        "assay knows",
        "3:7: error: unknown key 'launcher.word'",
        "4:6: error: launchers.c: a single value",
        "5:1: error: unknown key 'launcer'. Did you mean 'launcher'?",
        "6:9: error: unknown key 'slurm.acount'. Did you mean 'account'?"})
    EXPECT_THAT(fault, HasSubstr(part));
  EXPECT_THAT(fault_of_site("launcher: flux\n"),
              HasSubstr("1:11: error: launcher: 'flux'"));
}

TEST(SiteFile, OfEachDocumentedCentreIsRight) {
  auto const page =
      test::read_file(std::filesystem::path(ASSAY_TEST_DATA) / "../../docs/sites.md");
  std::string const head = "\n```yaml\n";
  int count = 0;
  for (auto at = page.find(head); at != page.npos; at = page.find(head, at + 1)) {
    auto const begin = at + head.size();
    auto const site = site_of(page.substr(begin, page.find("```\n", begin) - begin));
    EXPECT_EQ(site.launcher, "srun");
    EXPECT_NE(site.slurm.account, "");
    ++count;
  }
  EXPECT_EQ(count, 3);
}

TEST(SiteFile, IsKnownToTheDoctor) {
  Scratch const scratch;
  auto const file = scratch / "site.yaml";
  std::ofstream(file) << two_launchers;
  ScopedVariable const variable("ASSAY_SITE", file.string());
  auto const lines = doctor::check_site({});
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(lines[0].level, doctor::Level::ok);
  EXPECT_EQ(lines[0].seen, file.string() + ", launchers flux, mine");
  std::ofstream(file) << "launchers: 7\n";
  EXPECT_EQ(doctor::check_site({}).at(0).level, doctor::Level::error);
}

TEST(SiteFile, OfTheUserWinsOverThatOfTheSite) {
  Scratch const scratch;
  std::filesystem::create_directories(scratch.path() / "assay");
  std::ofstream(scratch.path() / "assay" / "site.yaml")
      << "slurm: {account: own}\nlaunchers: {flux: {words: [own-flux]}}\n";
  std::ofstream(scratch.path() / "all.yaml") << two_launchers;
  Environment const environment{{"XDG_CONFIG_HOME", scratch.path().string()},
                                {"ASSAY_SITE", (scratch.path() / "all.yaml").string()}};
  auto const site = load_site(environment);
  EXPECT_EQ(site.files.size(), 2U);
  EXPECT_EQ(site.slurm.account, "own");
  EXPECT_EQ(site.slurm.partition, "main");
  ASSERT_EQ(site.launchers.size(), 2U);
  EXPECT_THAT(site.launchers.back()->own.words, ElementsAre("own-flux"));
  EXPECT_THROW(load_site({{"ASSAY_SITE", "/nonexistent"}}), ConfigError);
  EXPECT_THAT(load_site({{"HOME", "/nonexistent"}}).files, IsEmpty());
}

}  // namespace
}  // namespace assay
