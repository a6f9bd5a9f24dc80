// SPDX-License-Identifier: Apache-2.0
// Every file of sampling/ is a kernel of that name, and complete.
#include "contract/registry.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <set>
#include <stdexcept>

namespace assay {
namespace {

TEST(Registry, HoldsOneKernelForEachFile) {
  std::set<std::string> files;
  for (auto const& entry : std::filesystem::directory_iterator(ASSAY_SAMPLING)) {
    files.insert(entry.path().stem().string());
  }
  ASSERT_FALSE(files.empty());
  std::set<std::string> names;
  for (Kernel const& kernel : registered_kernels()) names.insert(kernel.name);
  EXPECT_EQ(names, files);
  EXPECT_EQ(registered_kernels().size(), files.size());
}

TEST(Registry, HoldsOnlyCompleteKernels) {
  for (Kernel const& kernel : registered_kernels()) {
    EXPECT_NE(kernel.prepare, nullptr) << kernel.name;
    EXPECT_FALSE(kernel.tallies.empty()) << kernel.name;
    EXPECT_FALSE(kernel.summary.empty()) << kernel.name;
    EXPECT_FALSE(kernel.stresses.empty()) << kernel.name;
    EXPECT_FALSE(kernel.check.empty()) << kernel.name;
    EXPECT_GT(kernel.nominal_samples_per_second, 0) << kernel.name;
  }
}

TEST(Registry, NamesTheKernelsThereAreWhereOneIsNotKnown) {
  EXPECT_THAT([] { kernel_named("po"); },
              testing::ThrowsMessage<std::runtime_error>(
                  testing::HasSubstr("no kernel is named 'po'. There are: ")));
}

TEST(Registry, RefusesASecondKernelOfTheSameName) {
  Kernel const copy = kernel_named("pi");
  EXPECT_THROW(RegisterKernel{copy}, std::logic_error);
}

}  // namespace
}  // namespace assay
