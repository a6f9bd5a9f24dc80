// SPDX-License-Identifier: Apache-2.0
#include "load_site.hpp"

#include <filesystem>
#include <system_error>

#include "config/read_study.hpp"
#include "config/site_reader.hpp"
#include "os/environment.hpp"

namespace assay {
namespace {

namespace fs = std::filesystem;

/// Empty where neither variable is set.
fs::path file_of_user(Environment const& environment) {
  auto const config = variable_of(environment, "XDG_CONFIG_HOME");
  if (!config.empty()) return fs::path(config) / "assay" / "site.yaml";
  auto const home = variable_of(environment, "HOME");
  return home.empty() ? fs::path() : fs::path(home) / ".config" / "assay" / "site.yaml";
}

}  // namespace

Site load_site(Environment const& environment) {
  Site site;
  auto const add = [&](fs::path const& file) {
    auto const path = fs::absolute(file).string();
    read_site(read_study_text(path), path, site);
  };
  auto const named = variable_of(environment, "ASSAY_SITE");
  if (!named.empty()) add(named);
  auto const own = file_of_user(environment);
  std::error_code none;
  if (!own.empty() && fs::exists(own, none)) add(own);
  return site;
}

}  // namespace assay
