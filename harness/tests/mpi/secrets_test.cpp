// SPDX-License-Identifier: Apache-2.0
// What a shell holds that is no one's business stays out of everything that a study
// leaves.
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "assay_process.hpp"
#include "os/environment.hpp"
#include "os/process.hpp"

namespace assay {
namespace {

namespace fs = std::filesystem;

constexpr auto canary = "cAn4ry";

/// Ten names by which a variable is known, below beginnings that are passed on; ten
/// that are not listed; ten values with a password; ten keys.
Environment with_canaries() {
  auto environment = own_environment();
  auto const canary_of = [](int n) { return canary + std::to_string(n); };
  int n = 0;
  for (auto const* name : {"OMPI_MCA_password",
                           "UCX_PWD",
                           "FI_TOKEN",
                           "SLURM_JWT",
                           "I_MPI_SECRET",
                           "NCCL_API_KEY",
                           "MPICH_PASS",
                           "HYDRA_AUTH_COOKIE",
                           "LMOD_CREDENTIALS",
                           "PMIX_MCA_private_key",
                           "GITHUB_TOKEN",
                           "AWS_SECRET_ACCESS_KEY",
                           "PGPASSWORD",
                           "MYSQL_PWD",
                           "DATABASE_URL",
                           "KRB5CCNAME",
                           "NETRC",
                           "HF_HOME",
                           "CI_JOB",
                           "http_proxy"})
    environment[name] = canary_of(n++);
  for (auto const* name :
       {"FI_x", "UCX_MONITOR", "OMPI_MCA_url", "I_MPI_REPORT", "NCCL_DEBUG_FILE",
        "MPICH_SERVER", "HSA_URL", "LMOD_SYSTEM_URL", "PSM3_URL", "TMPDIR_URL"})
    environment[name] = "see https://user:" + canary_of(n++) + "@host/path";
  for (auto const* name : {"FI_y", "UCX_NAME", "OMPI_MCA_id", "I_MPI_ID", "NCCL_ID",
                           "MPICH_ID", "HSA_ID", "LMOD_ID", "PSM3_ID", "GLEX_ID"})
    environment[name] = canary_of(n++) + "X9f8K2mQ7pLw";
  return environment;
}

std::string content_of(fs::path const& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST(Secrets, AreNowhereInAResultsDirectory) {
  StudyDirectory const study(
      "study: s\nprogram: [sh, -c, 'echo said; exit 3']\nscaling: strong\n"
      "threads: [1]\nlauncher: local\nlaunches: 2\nproof: none\n");
  auto environment = with_canaries();
  environment["ASSAY_HOST_LOCK"] = "off";
  environment["UCX_TLS"] = "recorded";
  run_process(
      {{ASSAY_PROGRAM, "run", "s.yaml", "--no-report"}, environment, study.path(), ""},
      {.timeout_s = 120});
  ASSERT_THAT(content_of(study.results() / "journal.jsonl"),
              testing::HasSubstr("recorded"));
  std::vector<std::string> found;
  for (auto const& entry : fs::recursive_directory_iterator(study.results()))
    if (entry.is_regular_file() &&
        content_of(entry.path()).find(canary) != std::string::npos)
      found.push_back(entry.path());
  EXPECT_THAT(found, testing::IsEmpty());
}

}  // namespace
}  // namespace assay
