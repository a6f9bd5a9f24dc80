// SPDX-License-Identifier: Apache-2.0
// That the files of the site can be read, and what they give.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "doctor.hpp"
#include "model/launcher.hpp"
#include "os/environment.hpp"
#include "site/load_site.hpp"
#include "text/diagnostic.hpp"

namespace assay::doctor {

Lines check_site(Patient const& patient) try {
  auto const own = own_environment();
  auto environment = patient.environment;
  for (auto const* name : {"ASSAY_SITE", "XDG_CONFIG_HOME"})
    if (auto const found = own.find(name); found != own.end())
      environment[name] = found->second;
  auto const site = load_site(environment);
  if (site.files.empty()) return {};
  std::vector<std::string> names;
  for (auto const& launcher : site.launchers) names.push_back(launcher->name);
  return {{"site", Level::ok,
           fmt::format("{}{}{}", fmt::join(site.files, ", "),
                       names.empty() ? "" : ", launchers ", fmt::join(names, ", "))}};
} catch (ConfigError const& error) {
  return {{"site", Level::error, error.what(), "mend it: no study is read before"}};
}

}  // namespace assay::doctor
