// SPDX-License-Identifier: Apache-2.0
// Launches beside real load. A host that is busy with more than ours changes nothing.
#include <gmock/gmock.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "assay_process.hpp"
#include "on_terminal.hpp"
#include "os/environment.hpp"
#include "os/process.hpp"
#include "scoped_variable.hpp"

namespace assay {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using Verdicts = std::map<std::string, int>;

/// Every CPU computes something else.
class Load {
 public:
  Load() {
    for (unsigned i = 0; i < std::thread::hardware_concurrency(); ++i) {
      auto const child = fork();
      while (child == 0) getppid();
      children_.push_back(child);
    }
  }
  ~Load() {
    for (auto const child : children_) {
      kill(child, SIGKILL);
      waitpid(child, nullptr, 0);
    }
  }
  Load(Load const&) = delete;
  Load& operator=(Load const&) = delete;

 private:
  std::vector<pid_t> children_;
};

/// Half a second a launch: counters have steps of 10 ms.
constexpr auto half_a_second =
    "study: s\nkernel: pi\nscaling: strong\nsamples: 1e8\nrepetitions: 5\n"
    "launches: 2\nranks: 1\n";

/// Limits are kept in a place of the test's own.
class Disturbed : public testing::Test {
 protected:
  StudyDirectory const study{half_a_second};
  ScopedVariable const cache{"XDG_CACHE_HOME", study.path() / "cache"};
  ScopedVariable const judged{"ASSAY_DISTURBED", "repeat"};

  std::string status() const {
    auto const result = run_process(
        {{ASSAY_PROGRAM, "status", "s", "--results", study.path() / "results"},
         own_environment(),
         study.path(),
         ""},
        {});
    return result.output_tail;
  }
};

TEST_F(Disturbed, LaunchesBesideLoadAreNoMeasurementAndNoFailure) {
  Load const load;
  EXPECT_EQ(study.run(), 0) << study.output();
  EXPECT_EQ(study.verdicts(), (Verdicts{{"disturbed", 4}})) << study.output();
  auto const record = study.lines("record").at(0);
  EXPECT_THAT(record["detail"].get<std::string>(), HasSubstr("other processes used"));
  EXPECT_GT(record["result"]["noise"]["others_cpus"].get<double>(), 0.1);
  EXPECT_EQ(study.lines("stop").at(0)["reason"], "disturbed");
  EXPECT_EQ(study.lines("study").at(0)["noise_limits"]["others_cpus"], 0.1);
  EXPECT_THAT(study.output(), HasSubstr("2 launches were disturbed by other work"));
  EXPECT_THAT(status(), HasSubstr("disturbed"));
}

TEST_F(Disturbed, ATerminalKeepsALineOfTheFirstAlone) {
  if (!has("script")) GTEST_SKIP() << "no script";
  Load const load;
  auto const shown = on_terminal(study, 80, "");
  EXPECT_EQ(study.verdicts(), (Verdicts{{"disturbed", 4}})) << shown;
  EXPECT_THAT(shown, HasSubstr("other processes used"));
  EXPECT_EQ(shown.find("other processes used"), shown.rfind("other processes used"))
      << shown;
  EXPECT_THAT(shown, HasSubstr("2 launches were disturbed by other work"));
}

TEST_F(Disturbed, TheStudyMayKeepThem) {
  Load const load;
  EXPECT_EQ(study.run({"-D", "launches={min: 2, max: 2, disturbed: keep}"}), 0)
      << study.output();
  EXPECT_EQ(study.verdicts(), (Verdicts{{"ok", 2}}));
}

TEST_F(Disturbed, IsJudgedByTheLimitsThatAreKeptForTheHost) {
  fs::create_directories(study.path() / "cache" / "assay" / "hosts");
  char host[256] = {};
  gethostname(host, sizeof host - 1);
  std::ofstream(study.path() / "cache" / "assay" / "hosts" /
                (std::string(host) + ".json"))
      << R"({"others_cpus": 1000, "steal_share": 1000, "others_pressure_share": 1000,
             "measured_utc": "2026-01-01T00:00:00Z"})";
  EXPECT_EQ(study.run(), 0) << study.output();
  EXPECT_EQ(study.verdicts(), (Verdicts{{"ok", 2}})) << study.output();
  auto const limits = study.lines("study").at(0)["noise_limits"];
  EXPECT_EQ(limits["measured_utc"], "2026-01-01T00:00:00Z");
}

}  // namespace
}  // namespace assay
