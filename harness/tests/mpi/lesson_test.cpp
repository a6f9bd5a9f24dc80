// SPDX-License-Identifier: Apache-2.0
// A program as lessons have it: its first rank prints the time of its own with two
// digits, and n // size darts on each rank lose n mod size of them. Both have to be
// seen, by a study that was written in ignorance of them.
#include <gmock/gmock.h>

#include "assay_process.hpp"
#include "os/environment.hpp"
#include "report/run_analysis.hpp"
#include "scratch.hpp"

namespace assay {
namespace {

using ::testing::HasSubstr;

constexpr auto lesson_program = R"(import random
import sys
import time
from mpi4py import MPI

world = MPI.COMM_WORLD
begin = time.time()
each = int(sys.argv[1]) // world.Get_size()
inside = sum(random.random() ** 2 + random.random() ** 2 < 1 for _ in range(each))
every = world.reduce(inside, op=MPI.SUM, root=0)
thrown = world.reduce(each, op=MPI.SUM, root=0)
if world.Get_rank() == 0:
    print("pi is about", 4 * every / thrown)
    print("darts:", thrown)
    print("time: {:.2} s".format(time.time() - begin))
)";

constexpr auto lesson_study = R"(study: s
program: ["{python}", ./example.py, "{samples}"]
scaling: strong
samples: 400001
ranks: [1, 2]
metrics:
  time: {pattern: '^time: (\S+) s', unit: s}
  darts: {pattern: '^darts: (\d+)'}
time: time
check: {value: darts, equal: true, expected: 400001}
launches: 6
)";

bool has_mpi4py() {
  for (auto const& python : {python_interpreter(), std::string("/usr/bin/python3")}) {
    auto const tried = run_process(
        {{python, "-c", "import mpi4py, numpy, jinja2"}, own_environment(), "/", ""},
        {.timeout_s = 60});
    if (!tried.succeeded()) continue;
    setenv("ASSAY_PYTHON", python.c_str(), 1);
    return true;
  }
  return false;
}

TEST(Lesson, LosesDartsAndPrintsTwoDigitsWhichIsSaid) {
  if (!has_mpi4py()) GTEST_SKIP() << "python3-mpi4py is not installed";
  StudyDirectory const directory(lesson_study);
  put(directory.path() / "example.py", lesson_program);
  EXPECT_EQ(directory.run(), 1) << "the points of two ranks are wrong";
  int wrong = 0;
  for (auto const& record : directory.lines("record")) {
    bool const is_whole = record.at("requested").at("ranks") == 1;
    EXPECT_EQ(record.at("verdict"), is_whole ? "ok" : "wrong_answer");
    if (is_whole) continue;
    ++wrong;
    EXPECT_THAT(record.at("detail").get<std::string>(),
                AllOf(HasSubstr("400000"), HasSubstr("400001")));
  }
  EXPECT_GE(wrong, 1);
  EXPECT_THAT(directory.reported("report.md"), HasSubstr("W29"))
      << "a step of its last digit";
}

}  // namespace
}  // namespace assay
