// SPDX-License-Identifier: Apache-2.0
// Where no cluster can be started, each test of this program is skipped by its name.
#include <gtest/gtest.h>

#include "cluster.hpp"
#include "lack.hpp"

namespace assay {
namespace {

class NoCluster : public testing::EmptyTestEventListener {
  // A test that is skipped here is not run.
  void OnTestStart(testing::TestInfo const&) override {
    auto const why = why_no_cluster(Owner::ourselves);
    if (!why.empty()) lack(why);
  }
};

[[maybe_unused]] bool const registered = [] {
  testing::UnitTest::GetInstance()->listeners().Append(new NoCluster);
  return true;
}();

}  // namespace
}  // namespace assay
