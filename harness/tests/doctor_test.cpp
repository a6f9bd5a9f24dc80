// SPDX-License-Identifier: Apache-2.0
// Each check sees the one thing that was broken for it.
#include "doctor.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include <fstream>

#include "environment.hpp"
#include "scoped_variable.hpp"

namespace assay::doctor {
namespace {

namespace fs = std::filesystem;
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

TEST_F(Doctor, SeesAGovernorThatSavesPower) {
  EXPECT_EQ(check_governor(patient_)[0].level, Level::ok);
  fs::path const file = "sys/devices/system/cpu/cpu0/cpufreq/scaling_governor";
  put(file, "performance");
  EXPECT_EQ(check_governor(patient_)[0].level, Level::ok);
  put(file, "powersave");
  EXPECT_EQ(check_governor(patient_)[0].level, Level::warning);
}

TEST_F(Doctor, SeesLoad) {
  put("proc/loadavg", "0.10 0.1 0.1 1/100 1");
  EXPECT_EQ(check_load(patient_)[0].level, Level::ok);
  put("proc/loadavg", "3.00 0.1 0.1 1/100 1");
  EXPECT_EQ(check_load(patient_)[0].level, Level::warning);
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
  EXPECT_EQ(check_slurm(patient_)[0].level, Level::ok);
  patient_.machine.stale_job = "42";
  EXPECT_EQ(check_slurm(patient_)[0].level, Level::warning);
  EXPECT_THAT(check_slurm(patient_)[0].seen, HasSubstr("SLURM_JOB_ID=42"));
}

TEST_F(Doctor, SeesAPythonThatIsNotThereOrLacksPackages) {
  {
    ScopedVariable const python("ASSAY_PYTHON", script("python", "echo 3.11.2"));
    EXPECT_EQ(check_python(patient_)[0].level, Level::ok);
  }
  {
    ScopedVariable const python("ASSAY_PYTHON",
                                script("python", "echo pandas; exit 1"));
    EXPECT_EQ(check_python(patient_)[0].level, Level::error);
    EXPECT_THAT(check_python(patient_)[0].seen, HasSubstr("lacks pandas"));
  }
  {
    ScopedVariable const python("ASSAY_PYTHON", script("python", "echo 3.9; exit 2"));
    EXPECT_THAT(check_python(patient_)[0].seen, HasSubstr("older than 3.11"));
  }
  ScopedVariable const python("ASSAY_PYTHON", "/nonexistent/python");
  EXPECT_THAT(check_python(patient_)[0].seen, HasSubstr("does not start"));
}

TEST_F(Doctor, SeesThatSharedMemoryIsMissing) {
  auto const lines = check_space(patient_);
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[1].level, Level::error);
  fs::create_directories(patient_.root / "dev" / "shm");
  EXPECT_NE(check_space(patient_)[1].level, Level::error);
}

TEST_F(Doctor, SeesThatThereIsNoLauncher) {
  ScopedVariable const launcher("ASSAY_MPIEXEC", "/nonexistent/mpiexec");
  auto const lines = check_mpi(patient_);
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(lines[0].level, Level::error);
  EXPECT_TRUE(check_probes(patient_).empty());
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
}

TEST_F(Doctor, SeesWorkersThatAreMissingOrBroken) {
  auto const workers = patient_.root / "workers";
  fs::create_directories(workers);
  ScopedVariable const directory("ASSAY_WORKER_DIR", workers);
  EXPECT_THAT(check_backends(patient_)[0].seen, HasSubstr("no worker in"));
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
