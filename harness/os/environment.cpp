// SPDX-License-Identifier: Apache-2.0
// The environment of a launch: what is listed and what the study asks for, nothing
// else.
#include "environment.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <string_view>

#include "common/launcher_rank.h"
#include "secret.hpp"
#include "starred.hpp"

namespace assay {
namespace {

/// A name, or with a star at its end all names that begin so. Thread counts (OMP_*,
/// KOKKOS_*) are left out on purpose: each point sets its own, and a stray one would
/// change the result.
constexpr std::array allowed = {
    // the user and the system
    "PATH",
    "HOME",
    "USER",
    "LOGNAME",
    "SHELL",
    "LANG",
    "LANGUAGE",
    "LC_*",
    "TZ",
    "TMPDIR",
    // libraries and interpreters, as modules, Spack and virtual environments set them
    "LD_LIBRARY_PATH",
    "LIBRARY_PATH",
    "PYTHONPATH",
    "PYTHONHOME",
    "VIRTUAL_ENV",
    "CONDA_PREFIX",
    "MODULEPATH",
    "MODULESHOME",
    "LOADEDMODULES",
    "_LMFILES_",
    "LMOD_*",
    "SPACK_ROOT",
    "SPACK_ENV",
    "EBROOT*",
    // where an MPI lives, and its tuning
    "OPAL_PREFIX",
    "MPI_HOME",
    "MPI_ROOT",
    "I_MPI_*",
    "OMPI_MCA_*",
    "PRTE_MCA_*",
    "PMIX_MCA_*",
    "HYDRA_*",
    "MPICH_*",
    "MV2_*",
    "MVP_*",
    "MPI4PY_*",
    // transports and fabrics
    "UCX_*",
    "FI_*",
    "PSM2_*",
    "PSM3_*",
    "NCCL_*",
    "RCCL_*",
    "GLEX_*",
    "HWLOC_*",
    // which GPUs there are
    "CUDA_VISIBLE_DEVICES",
    "CUDA_DEVICE_ORDER",
    "CUDA_HOME",
    "CUDA_PATH",
    "CUDA_MPS_*",
    "NVIDIA_VISIBLE_DEVICES",
    "ROCR_VISIBLE_DEVICES",
    "HIP_VISIBLE_DEVICES",
    "GPU_DEVICE_ORDINAL",
    "ROCM_PATH",
    "HSA_*",
    "ZE_AFFINITY_MASK",
};

/// What other managers tell a job, without which their launchers find it not.
constexpr std::array of_other_job = {"FLUX_*",   "PBS_*", "LSB_*", "LSF_*", "LS_*",
                                     "COBALT_*", "PJM_*", "JSM_*", "ALPS_*"};

/// A job's script is rank 0 of a step of its own, in Slurm: handed on to a launcher,
/// that would make it a rank of its own launch.
bool is_own_rank(std::string_view name) {
  return std::find(std::begin(rank_variables), std::end(rank_variables), name) !=
         std::end(rank_variables);
}

template <class Patterns>
bool listed(std::string_view name, Patterns const& patterns) {
  return std::any_of(patterns.begin(), patterns.end(),
                     [&](auto const& pattern) { return is_named_by(name, pattern); });
}

/// Whether it is listed by its own name: what such a variable holds is known.
bool has_known_value(std::string_view name) {
  return std::find(allowed.begin(), allowed.end(), name) != allowed.end();
}

}  // namespace

Environment own_environment() {
  Environment own;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    std::string_view const text(*entry);
    auto const equals = text.find('=');
    if (equals == text.npos) continue;
    own.emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  // Without it the system looks there, but not every launcher does.
  own.emplace("PATH", "/bin:/usr/bin");
  return own;
}

std::string variable_of(Environment const& environment, std::string const& name) {
  auto const found = environment.find(name);
  return found == environment.end() ? "" : found->second;
}

bool is_listed(std::string const& name, std::vector<std::string> const& patterns) {
  return listed(name, patterns);
}

Environment child_environment(Environment const& own, Environment const& additions,
                              std::vector<std::string> const& of_job) {
  Environment child = additions;
  for (auto const& [name, value] : own) {
    bool const wanted = listed(name, allowed) || is_listed(name, of_job);
    if (wanted && !names_secret(name) && !is_own_rank(name)) child.emplace(name, value);
  }
  return child;
}

Environment without_secrets(Environment environment) {
  for (auto& [name, value] : environment)
    if (holds_password(value) || (!has_known_value(name) && holds_key(value)))
      value = "(not recorded)";
  return environment;
}

Environment job_variables(Environment const& own) {
  Environment found;
  for (auto const& [name, value] : own)
    if (listed(name, of_other_job) && !names_secret(name) && !is_own_rank(name))
      found.emplace(name, value);
  return found;
}

}  // namespace assay
