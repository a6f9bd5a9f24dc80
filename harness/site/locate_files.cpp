// SPDX-License-Identifier: Apache-2.0
#include "locate_files.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <map>
#include <system_error>

#include "config/problems.hpp"
#include "config/template_reader.hpp"
#include "os/read_bounded.hpp"
#include "text/utf8.hpp"

namespace assay {
namespace {

namespace fs = std::filesystem;

/// A template is filled anew for each launch.
constexpr std::size_t most_template_bytes = std::size_t{1} << 20;

/// Each is hashed at a start, placed for each launch and named in each record.
constexpr std::size_t most_files_below = 1000;

/// Without links, which a bounded reader does not follow.
fs::path path_of(InputFile const& file, Study const& study) {
  std::error_code none;
  return fs::weakly_canonical(fs::absolute(study.file).parent_path() / file.source,
                              none);
}

void locate(InputFile& file, Study const& study, Problems& problems) {
  auto const path = path_of(file, study);
  std::error_code none;
  file.path = path.string();
  if (!fs::is_regular_file(path, none) || ::access(path.c_str(), R_OK) != 0)
    return problems.add(file.at,
                        fmt::format("{}: no file {} that can be read. Paths are "
                                    "relative to the study's directory",
                                    in_quotes(file.source), file.path));
  if (file.how != InputFile::How::filled) return;
  auto text = read_bounded(path, most_template_bytes);
  if (text)
    file.text = *std::move(text);
  else
    problems.add(file.at, fmt::format("{}: a template has at most 1 MiB. Copy or link "
                                      "what needs no values",
                                      in_quotes(file.source)));
}

/// What lies below a directory, by its names there.
std::map<std::string, InputFile> files_below(std::string const& name,
                                             InputFile const& directory,
                                             fs::path const& path, Problems& problems) {
  std::map<std::string, InputFile> found;
  std::error_code problem;
  auto const follow = fs::directory_options::follow_directory_symlink;
  for (fs::recursive_directory_iterator entry(path, follow, problem), end;
       !problem && entry != end; entry.increment(problem)) {
    if (!entry->is_regular_file()) continue;
    auto const below = entry->path().lexically_relative(path);
    auto file = directory;
    file.source = (fs::path(directory.source) / below).string();
    found.emplace((fs::path(name) / below).string(), std::move(file));
    if (found.size() > most_files_below) break;
  }
  if (problem || found.empty() || found.size() > most_files_below)
    problems.add(directory.at,
                 fmt::format("{}: {}", in_quotes(directory.source),
                             problem         ? problem.message()
                             : found.empty() ? "a directory without a file"
                                             : "a directory of more than 1,000 files. "
                                               "Name its path in the words instead"));
  return found;
}

/// Each file of a directory in its place: it is then hashed and placed as others are.
void replace_directories(LaunchFiles& all, Study const& study, Problems& problems) {
  std::map<std::string, InputFile> files;
  std::error_code none;
  for (auto const& [name, file] : all.files) {
    auto const path = path_of(file, study);
    if (!fs::is_directory(path, none))
      files.emplace(name, file);
    else if (file.how == InputFile::How::filled)
      problems.add(file.at, fmt::format("{}: a directory is no template. Copy or link "
                                        "it, and fill files of their own",
                                        in_quotes(file.source)));
    else
      files.merge(files_below(name, file, path, problems));
  }
  all.files = std::move(files);
}

void check(InputFile const& file, Study const& study) {
  Problems problems(file.path);
  check_template(file.text, study.placeholders, problems);
  problems.throw_if_any(file.text);
}

}  // namespace

LaunchFiles locate_files(Study const& study) {
  auto located = study.launch_files;
  Problems problems(study.file);
  replace_directories(located, study, problems);
  std::vector<InputFile*> all;
  for (auto& [name, file] : located.files) all.push_back(&file);
  if (located.input) all.push_back(&*located.input);
  for (auto* file : all) locate(*file, study, problems);
  auto texts = study.overrides;
  texts.insert(texts.begin(), study.text);
  problems.throw_if_any(texts);
  for (auto const* file : all) check(*file, study);
  return located;
}

}  // namespace assay
