// SPDX-License-Identifier: Apache-2.0
// A site file, and what a study takes from it.
#include "site_reader.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "config/yaml/text_guard.hpp"
#include "config/yaml/yaml_document.hpp"
#include "fields.hpp"
#include "gridengine_reader.hpp"
#include "launcher_reader.hpp"
#include "model/launcher.hpp"
#include "scalars.hpp"
#include "slurm_reader.hpp"
#include "study_axes.hpp"

namespace assay {
namespace {

constexpr auto site_wanted =
    "a mapping like {launchers: {flux: {words: [flux, run]}}, slurm: {account: a}}";

/// The draft lends the readers of a study; of its study the launchers alone are used.
struct SiteDraft {
  Draft draft;
  Site& site;
  std::string directory;
};

/// Of several files the last one wins.
void add_launcher(Launcher launcher, SiteDraft& draft) {
  launcher.own.study_directory = draft.directory;
  auto& all = draft.site.launchers;
  std::erase_if(all, [&](auto const& one) { return one->name == launcher.name; });
  all.push_back(std::make_shared<Launcher const>(std::move(launcher)));
}

void read_launchers(Entry const& entry, SiteDraft& draft, Problems& problems) {
  if (entry.value.kind != YamlNode::Kind::map)
    return report_kind(entry.value, "launchers",
                       "names with words, like {flux: {words: [flux, run]}}", problems);
  for (auto const& [name, at, value] : entry.value.entries)
    if (auto launcher = read_own_launcher(value, {name, at}, draft.draft))
      add_launcher(*std::move(launcher), draft);
}

void read_default(Entry const& entry, SiteDraft& draft, Problems& problems) {
  draft.draft.study.launchers = draft.site.launchers;
  auto const name = launcher_name_reader(draft.draft)(entry.value, problems);
  if (name) draft.site.launcher = std::get<std::string>(*name);
}

using SiteField = Field<SiteDraft>;

constexpr std::array site_fields{
    SiteField{"launchers", Presence::optional, read_launchers},
    SiteField{"launcher", Presence::optional, read_default},
    SiteField{"slurm", Presence::optional,
              [](Entry const& entry, SiteDraft& draft, Problems& problems) {
                read_slurm_section(entry, draft.site.slurm, problems);
              }},
    SiteField{"gridengine", Presence::optional,
              [](Entry const& entry, SiteDraft& draft, Problems& problems) {
                read_gridengine_section(entry, draft.site.gridengine, problems);
              }},
};

void note_use(Draft& draft, std::string key, std::string value) {
  draft.study.site.push_back({std::move(key), std::move(value)});
}

std::string in_a_row(std::vector<std::string> const& words) {
  return fmt::format("{}", fmt::join(words, " "));
}

void note_launchers(Draft& draft) {
  auto const used = values_of(draft, "launcher");
  auto const& known = draft.study.launchers;
  for (auto const& launcher : draft.site.launchers) {
    bool const is_used =
        std::find(used.begin(), used.end(), AxisValue(launcher->name)) != used.end();
    if (is_used && std::find(known.begin(), known.end(), launcher) != known.end())
      note_use(draft, "launchers." + launcher->name, in_a_row(launcher->own.words));
  }
}

/// Of the section `name` what the site says and the study does not.
void note_section(YamlNode const& root, std::string const& name,
                  JobSection Study::*section, JobSection const& site,
                  std::vector<std::pair<char const*, std::string>> const& values,
                  Draft& draft) {
  auto const* const own = find_entry(root, name);
  for (auto const& [key, value] : values) {
    bool const is_told = own != nullptr && find_entry(own->value, key) != nullptr;
    if (!value.empty() && !is_told) note_use(draft, name + "." + key, value);
  }
  if (!site.directives.empty() && !(draft.study.*section).directives.empty())
    note_use(draft, name + ".directives", in_a_row(site.directives));
}

void note_jobs(YamlNode const& root, Draft& draft) {
  auto const& slurm = draft.site.slurm;
  note_section(root, "slurm", &Study::slurm, slurm,
               {{"partition", slurm.partition},
                {"account", slurm.account},
                {"qos", slurm.qos},
                {"constraint", slurm.constraint},
                {"reservation", slurm.reservation},
                {"modules", in_a_row(slurm.modules)}},
               draft);
  auto const& grid = draft.site.gridengine;
  note_section(root, "gridengine", &Study::gridengine, grid,
               {{"parallel_environment", grid.parallel_environment},
                {"queue", grid.partition},
                {"project", grid.account},
                {"modules", in_a_row(grid.modules)}},
               draft);
}

}  // namespace

void read_site(std::string const& text, std::string const& file, Site& site) {
  Problems problems(file);
  check_text(text, problems);
  problems.throw_if_any(text);
  auto const root = read_yaml(text, problems);
  static Catalogue const no_kernels;
  // GCOV_EXCL_BR_START: only exceptions choose between its members' ends.
  SiteDraft draft{{.study = {}, .catalogue = no_kernels, .problems = problems},
                  site,
                  std::filesystem::path(file).parent_path().string()};
  // GCOV_EXCL_BR_STOP
  auto const known = keys_of(site_fields);
  if (root.kind == YamlNode::Kind::map) {
    check_keys(root, "", known, problems);
    read_fields(root, site_fields, known, draft, problems);
    check_prefixes(draft.draft);
  } else if (root.kind != YamlNode::Kind::null) {
    report_kind(root, "the site", site_wanted, problems);
  }
  problems.throw_if_any(text);
  site.files.push_back(file);
}

void begin_with_site(Draft& draft) {
  draft.study.launchers = draft.site.launchers;
  draft.study.slurm = draft.site.slurm;
  draft.study.gridengine = draft.site.gridengine;
}

void complete_from_site(YamlNode const& root, Draft& draft) {
  if (!draft.site.launcher.empty() && find_axis(draft, "launcher") == nullptr) {
    draft.study.axes.push_back({"launcher", {draft.site.launcher}, {}});
    note_use(draft, "launcher", draft.site.launcher);
  }
  note_launchers(draft);
  note_jobs(root, draft);
}

}  // namespace assay
