// SPDX-License-Identifier: Apache-2.0
#include "launch_directory.hpp"

#include <fmt/format.h>
#include <fnmatch.h>

#include <algorithm>
#include <system_error>

#include "os/errors.hpp"
#include "os/storage.hpp"
#include "program_words.hpp"
#include "text/placeholders.hpp"

namespace assay {
namespace {

namespace fs = std::filesystem;
using How = InputFile::How;

/// None for a kernel, and where something looks around instead of the program.
LaunchFiles const* files_of(AttemptSpec const& spec) {
  if (spec.point.program == nullptr || !spec.look.empty()) return nullptr;
  return &spec.point.program->launch_files;
}

fs::path filled_input(AttemptSpec const& spec) { return spec.directory / "stdin"; }

std::string filled(InputFile const& file, AttemptSpec const& spec) {
  return fill(file.text, placeholder_values(spec));
}

void place(InputFile const& file, fs::path const& target, AttemptSpec const& spec) {
  fs::create_directories(target.parent_path());
  switch (file.how) {
    case How::copied:
      fs::copy_file(file.path, target);
      break;
    case How::linked:
      fs::create_symlink(file.path, target);
      break;
    case How::filled:
      create_file(target, filled(file, spec));
      break;
  }
}

bool is_kept(std::string const& name, std::vector<std::string> const& patterns) {
  return std::any_of(patterns.begin(), patterns.end(), [&](std::string const& pattern) {
    return ::fnmatch(pattern.c_str(), name.c_str(), FNM_PATHNAME | FNM_PERIOD) == 0;
  });
}

/// The files below `directory` that a study keeps. Nothing that a program made may lead
/// elsewhere.
std::vector<fs::path> kept_files(fs::path const& directory,
                                 std::vector<std::string> const& patterns) {
  std::vector<fs::path> found;
  std::error_code problem;
  for (fs::recursive_directory_iterator entry(directory, problem), end;
       !problem && entry != end; entry.increment(problem)) {
    auto const name = entry->path().lexically_relative(directory);
    if (entry->symlink_status().type() == fs::file_type::regular &&
        is_kept(name.string(), patterns))
      found.push_back(name);
  }
  return found;
}

}  // namespace

fs::path work_directory(AttemptSpec const& spec) {
  auto const* files = files_of(spec);
  if (files == nullptr) return spec.directory;
  if (files->own_directory) return spec.directory / "work";
  auto const said = working_directory(*spec.point.program);
  return said.empty() ? spec.directory : said;
}

fs::path standard_input(AttemptSpec const& spec) {
  auto const* files = files_of(spec);
  if (files == nullptr || !files->input) return {};
  return files->input->how == How::filled ? filled_input(spec)
                                          : fs::path(files->input->path);
}

void place_launch_files(AttemptSpec const& spec) {
  auto const* files = files_of(spec);
  if (files == nullptr) return;
  try {
    auto const directory = work_directory(spec);
    if (files->own_directory) fs::create_directories(directory);
    for (auto const& [name, file] : files->files) place(file, directory / name, spec);
    if (files->input && files->input->how == How::filled)
      create_file(filled_input(spec), filled(*files->input, spec));
  } catch (fs::filesystem_error const& error) {
    throw StorageError(fmt::format("cannot place the files of a launch: {} ({}, {})",
                                   error.code().message(), error.path1().string(),
                                   error.path2().string()));
  }
}

fs::path kept_directory(fs::path const& attempt_directory) {
  return attempt_directory.parent_path().parent_path() / "kept" /
         attempt_directory.filename();
}

void keep_launch_files(AttemptSpec const& spec) {
  auto const* files = files_of(spec);
  if (files == nullptr || files->keep.empty()) return;
  auto const from = work_directory(spec), to = kept_directory(spec.directory);
  for (auto const& name : kept_files(from, files->keep)) {
    std::error_code problem;  // a full disk shows itself in the journal
    fs::create_directories((to / name).parent_path(), problem);
    fs::rename(from / name, to / name, problem);
  }
}

}  // namespace assay
