// SPDX-License-Identifier: Apache-2.0
// What a launch sees of our environment.
#include "os/environment.hpp"

#include <gmock/gmock.h>

#include <cstdlib>

namespace assay {
namespace {

std::vector<std::string> const of_slurm{"SLURM_*", "SLURMD_*", "SRUN_*"};

TEST(ChildEnvironment, KeepsWhatIsListed) {
  Environment const own = {{"PATH", "/bin"},
                           {"HOME", "/root"},
                           {"USER", "u"},
                           {"LANG", "C"},
                           {"LC_ALL", "C.UTF-8"},
                           {"TMPDIR", "/tmp"},
                           {"LD_LIBRARY_PATH", "/l"},
                           {"MODULEPATH", "/m"},
                           {"LOADEDMODULES", "gcc"},
                           {"LMOD_CMD", "/lmod"},
                           {"SPACK_ROOT", "/spack"},
                           {"OMPI_MCA_btl", "self"},
                           {"PMIX_MCA_gds", "hash"},
                           {"UCX_TLS", "rc"},
                           {"UCX_IB_PKEY", "0x1"},
                           {"HYDRA_IFACE", "ib0"},
                           {"MPI4PY_LIBMPI", "/l/libmpi.so"},
                           {"I_MPI_PIN", "1"},
                           {"CUDA_VISIBLE_DEVICES", "0"},
                           {"ROCR_VISIBLE_DEVICES", "0"}};
  EXPECT_EQ(child_environment(own, {}, {}), own);
}

TEST(ChildEnvironment, DropsSecretsAndAllElse) {
  Environment const own = {{"AWS_SECRET_ACCESS_KEY", "canary"},
                           {"AWS_SESSION_TOKEN", "canary"},
                           {"GITHUB_TOKEN", "canary"},
                           {"CI_JOB_TOKEN", "canary"},
                           {"OPENAI_API_KEY", "canary"},
                           {"HF_TOKEN", "canary"},
                           {"PGPASSWORD", "canary"},
                           {"MYSQL_PWD", "canary"},
                           {"SSH_AUTH_SOCK", "canary"},
                           {"KRB5CCNAME", "canary"},
                           {"DOCKER_AUTH_CONFIG", "canary"},
                           {"NETRC", "canary"},
                           {"VAULT_ADDR", "canary"},
                           {"http_proxy", "http://user:canary@host"},
                           {"DATABASE_URL", "postgres://user:canary@host"},
                           {"SLURM_JWT", "canary"},
                           {"UCX_SECRET", "canary"},
                           {"OMPI_MCA_TOKEN", "canary"},
                           {"I_MPI_PASSWORD", "canary"},
                           {"MY_LICENCE", "canary"},
                           {"PATHOLOGY", "canary"},
                           {"OMP_NUM_THREADS", "64"},
                           {"KOKKOS_NUM_THREADS", "64"},
                           {"LD_PRELOAD", "/evil.so"},
                           {"PMIX_RANK", "3"},
                           {"OMPI_COMM_WORLD_SIZE", "4"}};
  EXPECT_THAT(child_environment(own, {}, {}), testing::IsEmpty());
  EXPECT_THAT(child_environment(own, {}, of_slurm), testing::IsEmpty());
}

TEST(ChildEnvironment, PassesSlurmOnlyInsideALiveJob) {
  Environment const own = {{"SLURM_NTASKS", "1"}, {"SLURM_JOB_ID", "7"}};
  EXPECT_THAT(child_environment(own, {}, {}), testing::IsEmpty());
  EXPECT_EQ(child_environment(own, {}, of_slurm), own);
}

TEST(ChildEnvironment, HasNoRankOfOurOwn) {
  Environment const own = {{"SLURM_PROCID", "0"}, {"FLUX_TASK_RANK", "0"}};
  EXPECT_THAT(child_environment(own, {}, of_slurm), testing::IsEmpty());
  EXPECT_THAT(job_variables(own), testing::IsEmpty());
}

TEST(ChildEnvironment, LetsAdditionsWin) {
  Environment const own = {{"PATH", "/bin"}, {"HOME", "/root"}};
  Environment const expected = {
      {"PATH", "/opt/bin"}, {"HOME", "/root"}, {"OMP_NUM_THREADS", "2"}};
  EXPECT_EQ(
      child_environment(own, {{"PATH", "/opt/bin"}, {"OMP_NUM_THREADS", "2"}}, {}),
      expected);
}

TEST(OwnEnvironment, IsTakenApartAtTheFirstEqualsSign) {
  ::setenv("ASSAY_TEST_VARIABLE", "a=b", 1);
  EXPECT_EQ(own_environment().at("ASSAY_TEST_VARIABLE"), "a=b");
  ::unsetenv("ASSAY_TEST_VARIABLE");
}

TEST(OwnEnvironment, HasTheSystemsPathWhereNobodyGaveOne) {
  std::string const before = std::getenv("PATH");
  unsetenv("PATH");
  auto const path = variable_of(own_environment(), "PATH");
  setenv("PATH", before.c_str(), 1);
  EXPECT_EQ(path, "/bin:/usr/bin");
}

}  // namespace
}  // namespace assay
