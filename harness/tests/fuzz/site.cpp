// SPDX-License-Identifier: Apache-2.0
// A site file, and a study that uses what it says.
#include "config/site_reader.hpp"
#include "read_made_study.hpp"
#include "targets.hpp"

namespace assay::fuzz {

void site(std::string_view text) try {
  Site read;
  read_site(std::string(text), "site.yaml", read);
  read_study("study: s\nprogram: [./a]\nscaling: strong\nranks: 2\n", "study.yaml",
             catalogue(), {}, read);
} catch (ConfigError const& error) {
  expect_shown(error.what());
}

}  // namespace assay::fuzz
