// SPDX-License-Identifier: Apache-2.0
#include "locate_files.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
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

void check(InputFile const& file, Study const& study) {
  Problems problems(file.path);
  check_template(file.text, study.placeholders, problems);
  problems.throw_if_any(file.text);
}

}  // namespace

LaunchFiles locate_files(Study const& study) {
  auto located = study.launch_files;
  std::vector<InputFile*> all;
  for (auto& [name, file] : located.files) all.push_back(&file);
  if (located.input) all.push_back(&*located.input);
  Problems problems(study.file);
  for (auto* file : all) locate(*file, study, problems);
  auto texts = study.overrides;
  texts.insert(texts.begin(), study.text);
  problems.throw_if_any(texts);
  for (auto const* file : all) check(*file, study);
  return located;
}

}  // namespace assay
