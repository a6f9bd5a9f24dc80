// SPDX-License-Identifier: Apache-2.0
// The programs that this project compares itself with: its own baselines, and programs
// of the distribution. What is not installed is skipped by name.
#include <gmock/gmock.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>

#include "assay_process.hpp"
#include "os/process.hpp"
#include "report/run_analysis.hpp"

namespace assay {
namespace {

using ::testing::HasSubstr;

bool ends_well(Argv const& words) {
  Environment const environment{{"PATH", std::getenv("PATH")}};
  auto const process = run_process({words, environment, "/", ""}, {.timeout_s = 60});
  return process.ending == Ending::exited && process.exit_code == 0;
}

/// The interpreter of the analysis, or the distribution's where only that has the
/// package too; the studies of this process then take it.
bool find_python_with(std::string const& package) {
  auto modules = std::string("import numpy, scipy, matplotlib, jinja2");
  if (!package.empty()) modules += ", " + package;
  for (auto const& python : {python_interpreter(), std::string("/usr/bin/python3")}) {
    if (!ends_well({python, "-c", modules})) continue;
    setenv("ASSAY_PYTHON", python.c_str(), 1);
    return true;
  }
  return false;
}

struct Model {
  std::string file, package;  ///< package: of Python, or empty
  int ranks = 1, threads = 2;
};

std::ostream& operator<<(std::ostream& out, Model const& model) {
  return out << model.file;
}

std::string study_of(Model const& model, std::string const& option = "") {
  return "study: s\nscaling: strong\nsamples: 1000001\nlaunches: 2\nranks: " +
         std::to_string(model.ranks) + "\nthreads: " + std::to_string(model.threads) +
         "\nprogram: [\"{python}\"" + option + ", " + ASSAY_BASELINES + "/" +
         model.file +
         ".py, \"{samples}\", \"{cores}\", \"{seed}\"]\n"
         "metrics: {seconds: {json: seconds, unit: s}, darts: {json: samples}}\n"
         "time: seconds\ncheck: {estimate: estimate, value: hits, equal: true}\n"
         "limits: {timeout: 60s}\n";
}

class Baseline : public testing::TestWithParam<Model> {};

TEST_P(Baseline, LosesNoDartAndRepeatsItself) {
  auto const& model = GetParam();
  if (!find_python_with(model.package))
    GTEST_SKIP() << "python3-" << model.package << " is not installed";
  StudyDirectory const study(study_of(model));
  ASSERT_EQ(study.run(), 0) << study.output();
  for (auto const& record : study.lines("record")) {
    auto const& measurement = record["result"]["measurements"][0];
    EXPECT_EQ(measurement["metrics"]["darts"]["value"], 1000001);
    EXPECT_NEAR(measurement["estimate"]["value"], 3.1416, 0.01);
  }
}

INSTANTIATE_TEST_SUITE_P(All, Baseline,
                         testing::Values(Model{"serial", "", 1, 1},
                                         Model{"with_threading", ""},
                                         Model{"with_multiprocessing", ""},
                                         Model{"with_mpi4py", "mpi4py", 2, 1},
                                         Model{"with_ipyparallel", "ipyparallel"},
                                         Model{"with_dask", "dask"},
                                         Model{"independent", ""},
                                         Model{"with_numpy", "numpy", 1, 1},
                                         Model{"with_numpy_threads", "numpy"}),
                         [](auto const& one) { return one.param.file; });

TEST(BaselineWithoutItsPackage, SaysWhatToInstall) {
  StudyDirectory const study(study_of({"with_dask", "dask"}, ", -S"));  // no packages
  EXPECT_EQ(study.run(), 1);
  // Not tried again: nobody installs it meanwhile.
  EXPECT_EQ(study.verdicts(), (std::map<std::string, int>{{"config", 1}}));
  EXPECT_THAT(study.lines("record")[0]["detail"].get<std::string>(),
              HasSubstr("python3-dask is not installed"));
}

std::string one_launch_of(std::string const& file) {
  std::ifstream in(file);
  std::string text(std::istreambuf_iterator<char>(in), {});
  for (auto const& [from, to] : std::map<std::string, std::string>{
           {"study: " + std::filesystem::path(file).stem().string(), "study: s"},
           {"launches: 6", "launches: 1"},
           {"template: hpcc/", "template: " ASSAY_STUDIES "/programs/hpcc/"},
           {"copy: quantum", "copy: " ASSAY_STUDIES "/programs/quantum"},
           {"{study_dir}", ASSAY_STUDIES "/programs"}})
    for (auto at = text.find(from); at != text.npos;
         at = text.find(from, at + to.size()))
      text.replace(at, from.size(), to);
  return text;
}

/// A study of configs/programs, cut down to one launch of each point.
struct Packaged {
  std::string study, program, package, input;  ///< package: of the input
  std::string metric;                          ///< the leading one
};

std::ostream& operator<<(std::ostream& out, Packaged const& one) {
  return out << one.study;
}

class OfTheDistribution : public testing::TestWithParam<Packaged> {};

TEST_P(OfTheDistribution, ScalesAndAgrees) {
  auto const& [name, program, package, input, leading] = GetParam();
  if (::access(program.c_str(), X_OK) != 0) GTEST_SKIP() << name << " is not installed";
  if (!input.empty() && ::access(input.c_str(), R_OK) != 0)
    GTEST_SKIP() << package << " is not installed";
  StudyDirectory const study(
      one_launch_of(std::string(ASSAY_STUDIES "/programs/") + name + ".yaml"));
  ASSERT_EQ(study.run(), 0) << study.output();
  EXPECT_EQ(study.verdicts(), (std::map<std::string, int>{{"ok", 2}}));
  for (auto const& record : study.lines("record")) {
    auto const& measurement = record["result"]["measurements"][0];
    auto const& metric = measurement["metrics"][leading];
    if (metric["kind"] == "time")
      EXPECT_EQ(measurement["makespan_s"][0], metric["value"]);
    else
      EXPECT_GT(metric["value"].get<double>(), 0.0);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Packages, OfTheDistribution,
    testing::Values(Packaged{"hpcc", "/usr/bin/hpcc", "", "", "linpack"},
                    Packaged{"lammps", "/usr/bin/lmp", "lammps-examples",
                             "/usr/share/lammps/examples/melt/in.melt", "loop"},
                    Packaged{"gromacs", "/usr/bin/gmx_mpi", "gromacs-data",
                             "/usr/share/gromacs/top/spc216.gro", "rate"},
                    Packaged{"quantum_espresso", "/usr/bin/pw.x",
                             "quantum-espresso-data",
                             "/usr/share/espresso/pseudo/Si.pz-vbc.UPF", "total"}),
    [](auto const& one) { return one.param.study; });

}  // namespace
}  // namespace assay
