// SPDX-License-Identifier: Apache-2.0
// The worker programs beside this one.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace assay {

/// The directory of the workers and of kernels.json: ASSAY_WORKER_DIR, else that of our
/// own executable, else, where none came with it, what `assay build` made.
std::filesystem::path worker_directory();

/// Where `assay build` compiles: one directory of the user for each version.
std::filesystem::path worker_build_directory();

/// `assay-worker-<backend>` in that directory, or else where the preset of that name
/// builds it beside this build: ../../<backend>/bin. (A build for a GPU is one of its
/// own, since what is linked with its runtime does not start without a driver.)
std::filesystem::path worker_path(std::string const& backend);

/// The library that is loaded into programs, beside our own executable. Throws
/// EnvironmentError where it is not there.
std::filesystem::path witness_library();

/// The program that looks at its place under a launcher, beside our own executable.
/// Throws EnvironmentError where it is not there.
std::filesystem::path look_program();

/// The program that gives a rank its GPUs, beside our own executable.
std::filesystem::path devices_program();

/// The program that binds a rank to its cores, beside our own executable.
std::filesystem::path cores_program();

/// Every backend with an executable worker, sorted.
std::vector<std::string> built_backends();

}  // namespace assay
