// SPDX-License-Identifier: Apache-2.0
// Launchers that do not do what they are told, and hosts that do not have what they
// show: real processes, none of which may count as a measurement.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>

#include "assay_process.hpp"
#include "lack.hpp"
#include "scoped_variable.hpp"

namespace assay {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using Verdicts = std::map<std::string, int>;

std::string study_of(std::string const& axes, int launches = 1) {
  auto const count = std::to_string(launches);
  return "study: s\nkernel: pi\nscaling: strong\nsamples: 1e6\nrepetitions: 2\n"
         "limits: {timeout: 60s}\nlaunches: {min: " +
         count + ", max: " + count + "}\n" + axes + "\n";
}

/// MPICH's launcher by the name that its package gives to it alone.
constexpr char const* of_mpich = "/usr/bin/mpiexec.mpich";

/// Whether there are two MPIs here that cannot start each other's programs.
bool has_another_mpi() {
  return access(of_mpich, X_OK) == 0 && mpiexec_of_workers() != of_mpich;
}

/// A program in the manner of mpiexec that claims to be the real one. In `body`,
/// $mpiexec is the real one, and $worker and $job are the last two words it got.
fs::path launcher_script(StudyDirectory const& study, std::string const& body) {
  auto const file = study.path() / "launcher";
  std::ofstream(file) << "#!/bin/sh\n"
                         "mpiexec='"
                      << mpiexec_of_workers()
                      << "'\n"
                         "[ \"$1\" = --version ] && exec \"$mpiexec\" --version\n"
                         "for word; do worker=$job; job=$word; done\n"
                      << body << "\n";
  fs::permissions(file, fs::perms::owner_all);
  return file;
}

Verdicts verdicts_with(StudyDirectory const& study, std::string const& body) {
  ScopedVariable const launcher("ASSAY_MPIEXEC", launcher_script(study, body));
  EXPECT_EQ(study.run(), 1) << study.output();
  return study.verdicts();
}

std::string detail_of(StudyDirectory const& study) {
  auto const records = study.lines("record");
  return records.empty() ? "" : records[0]["detail"].get<std::string>();
}

TEST(Gate, AnotherMpisLauncherIsRefusedBeforeTheStudy) {
  if (!has_another_mpi()) GTEST_SKIP() << "needs mpich";
  StudyDirectory const study(study_of("ranks: 2"));
  ScopedVariable const launcher("ASSAY_MPIEXEC", of_mpich);
  EXPECT_EQ(study.run(), 3);
  EXPECT_THAT(study.output(), HasSubstr("is of MPICH (HYDRA"));
  EXPECT_THAT(study.output(), HasSubstr("linked with Open MPI"));
  EXPECT_FALSE(fs::exists(study.results()));
}

TEST(Gate, AnotherMpisLauncherInDisguiseMakesAnotherWorld) {
  if (!has_another_mpi()) GTEST_SKIP() << "needs mpich";
  StudyDirectory const study(study_of("ranks: 2"));
  EXPECT_EQ(verdicts_with(
                study, std::string("exec ") + of_mpich + " -n 2 \"$worker\" \"$job\""),
            (Verdicts{{"world", 1}}));
  EXPECT_THAT(detail_of(study), HasSubstr("2 ranks asked, 1 seen"));
}

TEST(Gate, TooFewRanksAreAnotherWorld) {
  StudyDirectory const study(study_of("ranks: 2"));
  EXPECT_EQ(verdicts_with(study, "exec \"$mpiexec\" -n 1 \"$worker\" \"$job\""),
            (Verdicts{{"world", 1}}));
}

TEST(Gate, TwoThreadsOnOneCoreAreABadBinding) {
  StudyDirectory const study(study_of("threads: 2"));
  // What mpiexec does by itself for up to two ranks.
  EXPECT_EQ(verdicts_with(study,
                          "exec \"$mpiexec\" -n 1 --bind-to core \"$worker\" \"$job\""),
            (Verdicts{{"binding", 1}}));
  EXPECT_THAT(detail_of(study), HasSubstr("2 threads on 1 cores"));
}

TEST(Gate, RanksThatShareTheirCpusAreABadBinding) {
  StudyDirectory const study(study_of("ranks: 2"));
  EXPECT_EQ(verdicts_with(study,
                          "exec \"$mpiexec\" -n 2 --bind-to none \"$worker\" \"$job\""),
            (Verdicts{{"binding", 1}}));
  EXPECT_THAT(detail_of(study), HasSubstr("ranks 0 and 1 share CPU 0"));
}

/// A control group with a CPU quota, of either version; needs root.
class QuotaGroup {
 public:
  explicit QuotaGroup(int quota_us) {
    for (auto const* root : {"/sys/fs/cgroup/cpu", "/sys/fs/cgroup"}) {
      path_ = fs::path(root) / ("assay-test-" + std::to_string(getpid()));
      std::error_code problem;
      if (!fs::create_directory(path_, problem) || problem) continue;
      auto const quota = std::to_string(quota_us);
      if (write("cpu.cfs_quota_us", quota) || write("cpu.max", quota + " 100000")) {
        usable_ = write("cgroup.procs", "");
        return;
      }
      rmdir(path_.c_str());
    }
  }
  ~QuotaGroup() { rmdir(path_.c_str()); }
  bool usable() const { return usable_; }
  std::string members() const { return (path_ / "cgroup.procs").string(); }

 private:
  // Empty text: only whether it could be written.
  bool write(char const* file, std::string const& text) const {
    int const descriptor = open((path_ / file).c_str(), O_WRONLY | O_CLOEXEC);
    if (descriptor < 0) return false;
    auto const size = static_cast<ssize_t>(text.size());
    bool const done =
        text.empty() || ::write(descriptor, text.data(), text.size()) == size;
    close(descriptor);
    return done;
  }
  fs::path path_;
  bool usable_ = false;
};

TEST(Gate, AQuotaBelowTheThreadsIsOversubscription) {
  QuotaGroup const group(150'000);
  if (!group.usable()) return lack("may not make control groups");
  StudyDirectory const study(study_of("ranks: 2"));
  EXPECT_EQ(verdicts_with(
                study, "echo $$ > " + group.members() + "\nexec \"$mpiexec\" \"$@\""),
            (Verdicts{{"oversubscribed", 1}}));
  EXPECT_THAT(detail_of(study), HasSubstr("1.5 cores (quota"));
}

TEST(Gate, ADeadOrSilentLauncherIsTheLaunchersFault) {
  StudyDirectory const study(study_of("ranks: 2"));
  EXPECT_EQ(verdicts_with(study, "exit 7"), (Verdicts{{"launcher", 1}}));
  StudyDirectory const polite(study_of("ranks: 2"));
  EXPECT_EQ(verdicts_with(polite, "exit 0"), (Verdicts{{"launcher", 1}}));
}

TEST(Gate, ALauncherThatIsNotThereEndsTheStudyAtOnce) {
  StudyDirectory const study(study_of("ranks: 2"));
  ScopedVariable const launcher("ASSAY_MPIEXEC", "/nonexistent/mpiexec");
  EXPECT_EQ(study.run(), 3);
  EXPECT_THAT(study.output(), HasSubstr("ASSAY_MPIEXEC"));
}

fs::path copied_workers(StudyDirectory const& study) {
  auto const copy = study.path() / "workers";
  fs::copy(ASSAY_FAULT_WORKERS, copy);
  return copy;
}

TEST(Gate, AThreadSweepIsRefusedWhereOnlyTheSerialWorkerIs) {
  StudyDirectory const study(study_of("threads: [1, 2]\nbackend: [serial, openmp]"));
  auto const workers = copied_workers(study);
  fs::remove(workers / "assay-worker-openmp");
  ScopedVariable const directory("ASSAY_WORKER_DIR", workers);
  EXPECT_EQ(study.run(), 0) << study.output();
  EXPECT_EQ(study.verdicts(), (Verdicts{{"ok", 1}}));
  EXPECT_THAT(study.output(), HasSubstr("backend serial has one thread per rank"));
  EXPECT_THAT(study.output(), HasSubstr("no worker was built for backend openmp"));
}

TEST(Gate, ForAGpuAloneAMissingWorkerEndsTheStudyInOneLine) {
  StudyDirectory const study(study_of("backend: cuda\nranks: [1, 2]"));
  ScopedVariable const directory("ASSAY_WORKER_DIR", copied_workers(study));
  EXPECT_EQ(study.run(), 3);
  EXPECT_THAT(study.output(), HasSubstr("no worker was built for backend cuda"));
  EXPECT_EQ(std::ranges::count(study.output(), '\n'), 1) << study.output();
}

/// What the loader says, and how it ends, where libcuda is not there.
void add_worker_without_driver(fs::path const& workers) {
  auto const worker = workers / "assay-worker-cuda";
  std::ofstream(worker)
      << "#!/bin/sh\necho \"$0: error while loading shared libraries: "
         "libcuda.so.1: cannot open shared object file\" >&2\n"
         "exit 127\n";
  fs::permissions(worker, fs::perms::owner_all);
}

TEST(Gate, ForAGpuAloneAMissingDriverEndsTheStudyInOneLine) {
  StudyDirectory const study(study_of("backend: cuda\nranks: [1, 2]"));
  auto const workers = copied_workers(study);
  add_worker_without_driver(workers);
  ScopedVariable const directory("ASSAY_WORKER_DIR", workers);
  EXPECT_EQ(study.run(), 3);
  EXPECT_THAT(study.output(),
              HasSubstr("no cuda driver for the worker (exit code 127): "
                        "libcuda.so.1: cannot open"));
  EXPECT_EQ(std::ranges::count(study.output(), '\n'), 1) << study.output();
}

TEST(Gate, WithoutADriverTheCpusAreMeasuredAllTheSame) {
  StudyDirectory const study(study_of("backend: [openmp, cuda]\nranks: 1"));
  auto const workers = copied_workers(study);
  add_worker_without_driver(workers);
  ScopedVariable const directory("ASSAY_WORKER_DIR", workers);
  EXPECT_EQ(study.run(), 0) << study.output();
  EXPECT_EQ(study.verdicts(), (Verdicts{{"ok", 1}}));
  EXPECT_THAT(study.output(), HasSubstr("skipped: pi (cuda), 1 rank x 1 thread"));
  EXPECT_THAT(study.output(), HasSubstr("no cuda driver"));
}

TEST(Gate, ADriverThatGoesAwayInMidStudyIsAMissingDevice) {
  StudyDirectory const study(study_of("backend: [openmp, cuda]\nranks: 1"));
  auto const workers = copied_workers(study);
  add_worker_without_driver(workers);
  // Before the study all is well: it describes itself.
  std::ofstream(workers / "assay-worker-cuda")
      << "#!/bin/sh\n[ \"$1\" = --describe ] && exec \"${0%cuda}openmp\" --describe\n"
         "echo 'what():  cudaErrorNoDevice: no device' >&2\nkill -ABRT $$\n";
  ScopedVariable const directory("ASSAY_WORKER_DIR", workers);
  EXPECT_EQ(study.run(), 1) << study.output();
  EXPECT_EQ(study.verdicts(), (Verdicts{{"ok", 1}, {"device", 1}})) << study.output();
}

TEST(Gate, ASerialWorkerThatIsNamedOpenmpIsFound) {
  StudyDirectory const study(study_of("threads: 2"));
  auto const workers = copied_workers(study);
  fs::copy(workers / "assay-worker-serial", workers / "assay-worker-openmp",
           fs::copy_options::overwrite_existing);
  ScopedVariable const directory("ASSAY_WORKER_DIR", workers);
  EXPECT_EQ(study.run(), 1) << study.output();
  EXPECT_EQ(study.verdicts(), (Verdicts{{"config", 1}}));
}

TEST(Gate, AWorkerRebuiltInMidStudyIsNeverMixedIn) {
  StudyDirectory const study(study_of("ranks: 1", 4));
  auto const workers = copied_workers(study);
  ScopedVariable const directory("ASSAY_WORKER_DIR", workers);
  {
    // Bytes after an ELF file change its hash and nothing else.
    ScopedVariable const launcher(
        "ASSAY_MPIEXEC",
        launcher_script(study,
                        "cd \"${0%/*}\"\n"
                        "echo x >> count\n"
                        "[ $(wc -l < count) = 3 ] && echo x >> \"$worker\"\n"
                        "exec \"$mpiexec\" \"$@\""));
    EXPECT_EQ(study.run(), 3);
    EXPECT_THAT(study.output(), HasSubstr("changed during the study"));
    EXPECT_EQ(study.verdicts(), (Verdicts{{"ok", 2}, {"config", 1}}));
  }
  EXPECT_EQ(study.run(), 0) << study.output();
  std::set<std::string> points;
  for (auto const& record : study.lines("record")) points.insert(record["point"]);
  EXPECT_EQ(points.size(), 2U);  // the new program makes new points
  EXPECT_EQ(study.verdicts(), (Verdicts{{"ok", 6}, {"config", 1}}));
}

TEST(Gate, TwoCampaignsOnOneHostTakeTurns) {
  StudyDirectory const first(study_of("ranks: 1", 4));
  StudyDirectory const second(study_of("ranks: 1", 4));
  auto const log = (first.path() / "log").string();
  ScopedVariable const lock("ASSAY_HOST_LOCK", first.path() / "lock");
  ScopedVariable const launcher(
      "ASSAY_MPIEXEC",
      launcher_script(first, "echo begin >> " + log +
                                 "\n\"$mpiexec\" \"$@\"\nstatus=$?\necho end >> " +
                                 log + "\nexit $status"));
  auto const one = first.start();
  auto const other = second.start();
  EXPECT_EQ(StudyDirectory::wait(one), 0) << first.output();
  EXPECT_EQ(StudyDirectory::wait(other), 0) << second.output();
  std::ifstream in(log);
  int count = 0;
  for (std::string line; std::getline(in, line); ++count) {
    EXPECT_EQ(line, count % 2 == 0 ? "begin" : "end") << "line " << count;
  }
  EXPECT_EQ(count, 16);
  EXPECT_THAT(first.output() + second.output(), HasSubstr("waiting: another launch"));
}

TEST(Gate, WithoutALauncherOneRankIsMeasured) {
  StudyDirectory const study(study_of("launcher: local\nranks: [1, 2]"));
  ScopedVariable const launcher("ASSAY_MPIEXEC", "/nonexistent/mpiexec");
  EXPECT_EQ(study.run(), 0) << study.output();
  EXPECT_EQ(study.verdicts(), (Verdicts{{"ok", 1}}));
  EXPECT_THAT(study.output(), HasSubstr("launcher local starts one rank"));
}

TEST(Gate, EachRecordSaysHowBusyTheHostWas) {
  StudyDirectory const study(study_of("ranks: 1"));
  EXPECT_EQ(study.run(), 0) << study.output();
  auto const noise = study.lines("record").at(0)["result"]["noise"];
  EXPECT_GE(noise["others_cpus"].get<double>(), 0);
}

/// Launches in a row: ASSAY_CLEAN_LAUNCHES, else few.
int clean_launches() {
  char const* const asked = std::getenv("ASSAY_CLEAN_LAUNCHES");
  return asked == nullptr ? 30 : std::atoi(asked);
}

TEST(Gate, CleanLaunchesRaiseNoFalseAlarm) {
  // On a host of two cores the fourth point is skipped.
  int const each = (clean_launches() + 2) / 3;
  StudyDirectory const study(study_of("ranks: [1, 2]\nthreads: [1, 2]", each));
  EXPECT_EQ(study.run(), 0) << study.output();
  auto const verdicts = study.verdicts();
  EXPECT_EQ(verdicts.size(), 1U);
  EXPECT_GE(verdicts.at("ok"), each);
}

}  // namespace
}  // namespace assay
