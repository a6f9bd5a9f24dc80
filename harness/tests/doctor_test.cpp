// SPDX-License-Identifier: Apache-2.0
// Each check sees the one thing that was broken for it.
#include "doctor/doctor.hpp"

#include <gmock/gmock.h>
#include <locale.h>
#include <sched.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <thread>

#include "os/environment.hpp"
#include "os/host_lock.hpp"
#include "report/run_analysis.hpp"
#include "scoped_variable.hpp"

namespace assay::doctor {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;

class Doctor : public testing::Test {
 protected:
  Doctor() {
    patient_.root =
        fs::path(testing::TempDir()) / ("doctor-" + std::to_string(getpid()));
    patient_.environment = own_environment();
    patient_.machine.cores_per_node = 4;
    fs::create_directories(patient_.root);
  }
  ~Doctor() override { fs::remove_all(patient_.root); }

  void put(fs::path const& file, std::string const& text) const {
    fs::create_directories((patient_.root / file).parent_path());
    std::ofstream(patient_.root / file) << text << "\n";
  }

  fs::path script(std::string const& name, std::string const& body) const {
    put(name, "#!/bin/sh\n" + body);
    fs::permissions(patient_.root / name, fs::perms::owner_all);
    return patient_.root / name;
  }

  Patient patient_;
};

TEST_F(Doctor, SeesASlowClock) {
  fs::path const file =
      "sys/devices/system/clocksource/clocksource0/current_clocksource";
  put(file, "tsc");
  EXPECT_EQ(check_clock(patient_)[0].level, Level::ok);
  put(file, "hpet");
  EXPECT_EQ(check_clock(patient_)[0].level, Level::warning);
}

TEST(DoctorLines, TellACoarseClock) {
  EXPECT_EQ(clock_line("tsc", 1e-9).level, Level::ok);
  EXPECT_EQ(clock_line("tsc", 1e-9).seen, "tsc, resolution 1 ns");
  EXPECT_EQ(clock_line("tsc", 4e-3).level, Level::error);
}

TEST(DoctorLines, TellLittleRoom) {
  EXPECT_EQ(room_line("/tmp", 1e9, "make room").cure, "");
  auto const little = room_line("/tmp", 1e8, "make room");
  EXPECT_EQ(little.level, Level::warning);
  EXPECT_EQ(little.seen, "0.1 GiB free");
  EXPECT_EQ(little.cure, "make room");
}

TEST_F(Doctor, SeesAGovernorThatSavesPower) {
  EXPECT_EQ(check_governor(patient_)[0].level, Level::ok);
  fs::path const file = "sys/devices/system/cpu/cpu0/cpufreq/scaling_governor";
  put(file, "performance");
  EXPECT_EQ(check_governor(patient_)[0].level, Level::ok);
  put(file, "powersave");
  EXPECT_EQ(check_governor(patient_)[0].level, Level::warning);
}

TEST_F(Doctor, SeesAWorkerOfAnotherBackendOrWithoutThreads) {
  auto const workers = patient_.root / "workers";
  ScopedVariable const directory("ASSAY_WORKER_DIR", workers);
  script("workers/assay-worker-openmp", "echo '{\"backend\": \"serial\"}'");
  EXPECT_THAT(check_backends(patient_)[0].seen, HasSubstr("of backend serial"));
  script("workers/assay-worker-openmp",
         "echo '{\"backend\": \"openmp\", \"runs_threads\": false}'");
  auto const line = check_backends(patient_)[0];
  EXPECT_EQ(line.level, Level::error);
  EXPECT_THAT(line.seen, HasSubstr("one thread only"));
}

TEST_F(Doctor, SeesWhatRunsNow) {
  put("proc/loadavg", "0.10 0.1 0.1 1/100 1");
  put("proc/stat", "cpu 100 0 0 1000 0 0 0 0 0 0");
  std::thread busy([this] {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    put("proc/stat", "cpu 150 0 0 1050 0 0 0 0 0 0");
  });
  auto const line = check_load(patient_)[0];
  busy.join();
  EXPECT_EQ(line.level, Level::warning);
  EXPECT_THAT(line.seen, HasSubstr("other processes used"));
}

TEST_F(Doctor, SeesLoad) {
  put("proc/loadavg", "0.10 0.1 0.1 1/100 1");
  EXPECT_EQ(check_load(patient_)[0].level, Level::ok);
  put("proc/loadavg", "3.00 0.1 0.1 1/100 1");
  EXPECT_EQ(check_load(patient_)[0].level, Level::warning);
}

TEST(DoctorLines, TellANoisyHost) {
  EXPECT_EQ(noise_line({}).level, Level::ok);
  NoiseLimits limits;
  limits.others_cpus = 0.4;
  EXPECT_EQ(noise_line(limits).level, Level::warning);
  EXPECT_THAT(noise_line(limits).seen, AllOf(HasSubstr("disturbed from 0.40 CPUs"),
                                             HasSubstr("this host is never quiet")));
}

TEST_F(Doctor, MeasuresWhatElseTheHostDoes) {
  ScopedVariable const kept("ASSAY_DISTURBED", "keep");
  EXPECT_THAT(check_noise(patient_)[0].seen, HasSubstr("not judged"));
  ScopedVariable const judged("ASSAY_DISTURBED", "repeat");
  patient_.machine.cores_per_node = 1;
  auto const lines = check_noise(patient_);  // of a root in which nothing is counted
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(lines[0].level, Level::ok) << lines[0].seen;
  EXPECT_THAT(lines[0].seen, HasSubstr("counts as disturbed from"));
}

TEST_F(Doctor, SeesAQuotaAndACpuset) {
  put("proc/self/cgroup", "0::/job");
  put("sys/devices/system/cpu/online", "0-7");
  EXPECT_EQ(check_cgroup(patient_)[0].seen, "no limit on CPUs");
  put("sys/fs/cgroup/job/cpuset.cpus.effective", "0-3");
  EXPECT_EQ(check_cgroup(patient_)[0].seen, "4 of 8 CPUs may be used");
  put("sys/fs/cgroup/job/cpu.max", "150000 100000");
  auto const lines = check_cgroup(patient_);
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[1].level, Level::warning);
  EXPECT_EQ(lines[1].seen, "a quota of 1.5 CPUs on 4 CPUs");
}

TEST_F(Doctor, SeesVariablesOfADeadJob) {
  EXPECT_EQ(check_scheduler(patient_)[0].level, Level::ok);
  patient_.machine.stale_job = "SLURM_JOB_ID=42";
  EXPECT_EQ(check_scheduler(patient_)[0].level, Level::warning);
  EXPECT_THAT(check_scheduler(patient_)[0].seen, HasSubstr("SLURM_JOB_ID=42"));
}

TEST_F(Doctor, SeesAPythonThatIsNotThereOrLacksPackages) {
  {
    ScopedVariable const python("ASSAY_PYTHON", script("python", "echo 3.11.2"));
    EXPECT_EQ(check_python(patient_)[0].level, Level::ok);
  }
  {
    ScopedVariable const python("ASSAY_PYTHON", script("python", "echo scipy; exit 1"));
    EXPECT_EQ(check_python(patient_)[0].level, Level::error);
    EXPECT_THAT(check_python(patient_)[0].seen, HasSubstr("lacks scipy"));
  }
  {
    ScopedVariable const python("ASSAY_PYTHON", script("python", "echo 3.8; exit 2"));
    EXPECT_THAT(check_python(patient_)[0].seen, HasSubstr("older than 3.9"));
  }
  ScopedVariable const python("ASSAY_PYTHON", "/nonexistent/python");
  EXPECT_THAT(check_python(patient_)[0].seen, HasSubstr("does not start"));
}

TEST_F(Doctor, SeesAPackageOfPythonThatIsThereAndBroken) {
  put("packages/jinja2.py", "raise RuntimeError('built for another Python')");
  ScopedVariable const python("ASSAY_PYTHON", python_interpreter());
  patient_.environment["PYTHONPATH"] = (patient_.root / "packages").string();
  auto const line = check_python(patient_)[0];
  EXPECT_EQ(line.level, Level::error);
  EXPECT_THAT(line.seen, HasSubstr("jinja2"));
}

TEST_F(Doctor, SeesThatSharedMemoryIsMissing) {
  auto const lines = check_space(patient_);
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_EQ(lines[2].level, Level::error);
  fs::create_directories(patient_.root / "dev" / "shm");
  EXPECT_NE(check_space(patient_)[2].level, Level::error);
}

TEST_F(Doctor, SeesThatTheTemporaryDirectoryIsMissing) {
  ScopedVariable const directory("TMPDIR", "/nonexistent");
  EXPECT_EQ(check_space(patient_)[1].level, Level::error);
}

TEST_F(Doctor, SeesResultsThatCannotBeWritten) {
  patient_.results = patient_.root / "not" / "there" / "yet";
  EXPECT_NE(check_space(patient_)[0].level, Level::error);
  patient_.results = "/proc/results";  // refuses root as well
  auto const line = check_space(patient_)[0];
  EXPECT_EQ(line.level, Level::error);
  EXPECT_THAT(line.seen, HasSubstr("nothing can be written"));
}

TEST_F(Doctor, SeesALocaleWithADecimalComma) {
  patient_.environment = {{"LANG", "C.UTF-8"}};
  EXPECT_EQ(check_locale(patient_)[0].level, Level::ok);
  patient_.environment = {{"LC_ALL", "no_SUCH"}, {"LANG", "C"}};
  EXPECT_THAT(check_locale(patient_)[0].seen, HasSubstr("not installed"));
  auto* const german = newlocale(LC_NUMERIC_MASK, "de_DE.UTF-8", nullptr);
  if (german == nullptr) GTEST_SKIP() << "the locale de_DE.UTF-8 is not installed";
  freelocale(german);
  patient_.environment = {{"LC_NUMERIC", "de_DE.UTF-8"}, {"LANG", "C"}};
  EXPECT_EQ(check_locale(patient_)[0].level, Level::warning);
}

TEST_F(Doctor, SeesThatItIsBoundToPartOfTheCpus) {
  put("sys/devices/system/cpu/online", "0-7");
  put("proc/self/cgroup", "0::/job");
  cpu_set_t before;
  ASSERT_EQ(sched_getaffinity(0, sizeof before, &before), 0);
  cpu_set_t one;
  CPU_ZERO(&one);
  for (int cpu = 0; CPU_COUNT(&one) == 0; ++cpu)
    if (CPU_ISSET(cpu, &before)) CPU_SET(cpu, &one);
  ASSERT_EQ(sched_setaffinity(0, sizeof one, &one), 0);
  auto const lines = check_affinity(patient_);
  put("sys/devices/system/cpu/online", "0");
  auto const alone = check_affinity(patient_);
  sched_setaffinity(0, sizeof before, &before);
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(lines[0].seen, "this process is bound to 1 of 8 CPUs");
  EXPECT_TRUE(alone.empty());
}

TEST_F(Doctor, SeesAKernelThatListsNoChildren) {
  EXPECT_EQ(check_processes(patient_)[0].level, Level::warning);
  EXPECT_THAT(check_processes(patient_)[0].cure, HasSubstr("CONFIG_PROC_CHILDREN"));
  put("proc/thread-self/children", "");
  EXPECT_EQ(check_processes(patient_)[0].level, Level::ok);
}

TEST_F(Doctor, SeesWhetherLaunchesTakeTurns) {
  auto const file = patient_.root / "lock";
  {
    ScopedVariable const lock("ASSAY_HOST_LOCK", file);
    EXPECT_EQ(check_turns(patient_)[0].level, Level::ok);
    EXPECT_THAT(check_turns(patient_)[0].seen, HasSubstr(file.string()));
    auto const turn = take_turn({.file = file});
    EXPECT_THAT(check_turns(patient_)[0].seen, HasSubstr("another launch"));
  }
  {
    ScopedVariable const lock("ASSAY_HOST_LOCK", "off");
    EXPECT_EQ(check_turns(patient_)[0].level, Level::warning);
  }
  ScopedVariable const lock("ASSAY_HOST_LOCK", patient_.root / "no" / "lock");
  EXPECT_THAT(check_turns(patient_)[0].seen, HasSubstr("cannot be locked"));
}

TEST_F(Doctor, GoesOnWhereAProbeHasNoDirectory) {
  auto const workers = patient_.root / "workers";
  script("workers/assay-worker-serial", "echo '{}'");
  ScopedVariable const directory("ASSAY_WORKER_DIR", workers);
  ScopedVariable const launcher("ASSAY_MPIEXEC", script("mpiexec", "echo HYDRA"));
  ScopedVariable const temporary("TMPDIR", "/nonexistent");
  auto const lines = check_probes(patient_);
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(lines[0].level, Level::error);
}

TEST_F(Doctor, SeesThatThereIsNoLauncher) {
  ScopedVariable const launcher("ASSAY_MPIEXEC", "/nonexistent/mpiexec");
  auto const lines = check_mpi(patient_);
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(lines[0].level, Level::error);
  EXPECT_TRUE(check_probes(patient_).empty());
}

TEST_F(Doctor, SaysWhatRunsWithoutAnyLauncher) {
  ScopedVariable const directory("ASSAY_WORKER_DIR", patient_.root / "workers");
  patient_.machine.has_mpiexec = false;
  patient_.environment["PATH"] = patient_.root.string();
  auto const line = check_mpi(patient_)[0];
  EXPECT_EQ(line.level, Level::error);
  EXPECT_THAT(line.seen, HasSubstr("cannot start 'mpiexec': not found on PATH"));
  EXPECT_EQ(line.cure, "until then points of one rank only can run");
}

TEST_F(Doctor, ProbesOneRankWhereThereIsNoLauncher) {
  script("workers/assay-worker-openmp", "echo here is $0; exit 1");
  ScopedVariable const directory("ASSAY_WORKER_DIR", patient_.root / "workers");
  patient_.machine.has_mpiexec = false;
  auto const lines = check_probes(patient_);
  ASSERT_EQ(lines.size(), 2U);
  for (auto const& line : lines)
    EXPECT_THAT(line.cure,
                HasSubstr("here is " + (patient_.root / "workers").string()));
}

TEST_F(Doctor, ProbesWithSrunInsideAJob) {
  script("workers/assay-worker-openmp", "exit 1");
  ScopedVariable const directory("ASSAY_WORKER_DIR", patient_.root / "workers");
  ScopedVariable const launcher("ASSAY_MPIEXEC", "/nonexistent/mpiexec");
  script("bin/srun", "echo; echo -----; echo \"srun $*\"; exit 1");
  patient_.environment["PATH"] = (patient_.root / "bin").string();
  patient_.machine.srun = Srun{"pmix", "pmix"};
  EXPECT_EQ(check_mpi(patient_)[0].seen, "srun of this job, --mpi=pmix");
  patient_.machine.srun = Srun{"pmix", "pmi2"};
  EXPECT_EQ(check_mpi(patient_)[0].seen,
            "srun of this job, --mpi=pmix, for MPICH and Intel MPI --mpi=pmi2");
  auto const lines = check_probes(patient_);
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0].level, Level::error);
  EXPECT_THAT(lines[0].cure,
              HasSubstr("the launch printed: srun --nodes=1 --ntasks=2"));
  EXPECT_THAT(lines[1].cure, HasSubstr("--cpus-per-task=2"));
  EXPECT_THAT(lines[1].cure, HasSubstr("--mpi=pmix"));
}

TEST_F(Doctor, SeesALauncherThatIsNotKnown) {
  ScopedVariable const directory("ASSAY_WORKER_DIR", patient_.root / "workers");
  ScopedVariable const launcher("ASSAY_MPIEXEC", script("mpiexec", "echo another 1.0"));
  auto const lines = check_mpi(patient_);
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(lines[0].level, Level::warning);
  EXPECT_THAT(lines[0].cure, HasSubstr("ranks are not bound"));
}

TEST_F(Doctor, SeesThatOneCoreMayBeUsed) {
  script("workers/assay-worker-serial", "exit 1");
  ScopedVariable const directory("ASSAY_WORKER_DIR", patient_.root / "workers");
  patient_.machine.has_mpiexec = false;
  patient_.machine.cores_per_node = 1;
  auto const line = check_probes(patient_).back();
  EXPECT_EQ(line.level, Level::warning);
  EXPECT_EQ(line.seen, "one core may be used");
}

TEST_F(Doctor, WarnsOfADeviceThatIsNotHere) {
  script("workers/assay-worker-cuda", "echo unavailable: no driver; exit 69");
  ScopedVariable const directory("ASSAY_WORKER_DIR", patient_.root / "workers");
  auto const line = check_backends(patient_)[0];
  EXPECT_EQ(line.level, Level::warning);
  EXPECT_THAT(line.seen, HasSubstr("no driver"));
}

TEST_F(Doctor, SeesALauncherOfAnotherMpi) {
  auto const workers = patient_.root / "workers";
  script("workers/assay-worker-serial",
         "echo '{\"mpi\": \"Open MPI v4.1.4, package\"}'");
  ScopedVariable const directory("ASSAY_WORKER_DIR", workers);
  ScopedVariable const launcher("ASSAY_MPIEXEC",
                                script("mpiexec", "echo HYDRA build details:"));
  auto const lines = check_mpi(patient_);
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[1].level, Level::error);
  EXPECT_THAT(lines[1].seen, HasSubstr("linked with Open MPI"));
  script("workers/assay-worker-serial", "exit 1");
  EXPECT_EQ(check_mpi(patient_)[1].level, Level::error);
  EXPECT_EQ(check_mpi(patient_)[1].seen, "does not start");
}

TEST_F(Doctor, SeesWorkersThatAreMissingOrBroken) {
  auto const workers = patient_.root / "workers";
  fs::create_directories(workers);
  ScopedVariable const directory("ASSAY_WORKER_DIR", workers);
  EXPECT_THAT(check_backends(patient_)[0].seen, HasSubstr("no worker in"));
  EXPECT_EQ(check_backends(patient_)[0].level, Level::warning);  // programs need none
  script("workers/assay-worker-openmp", "echo libmpi.so.40: cannot open; exit 127");
  auto const lines = check_backends(patient_);
  EXPECT_EQ(lines[0].level, Level::error);
  EXPECT_THAT(lines[0].seen, HasSubstr("libmpi.so.40: cannot open"));
  fs::remove(workers / "assay-worker-openmp");
  script("workers/assay-worker-serial", "echo '{}'");
  EXPECT_THAT(check_backends(patient_).back().seen, HasSubstr("one thread per rank"));
}

}  // namespace
}  // namespace assay::doctor
