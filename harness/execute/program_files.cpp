// SPDX-License-Identifier: Apache-2.0
// What a program writes is not to be trusted: names are matched part by part, and no
// link leads out of the directory.
#include "program_files.hpp"

#include <fnmatch.h>

#include <algorithm>

#include "os/read_bounded.hpp"
#include "os/storage.hpp"

namespace assay {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_file_bytes = std::size_t{64} << 20;
constexpr std::size_t most_files = 1000;

bool is_directory(fs::directory_entry const& entry) {
  std::error_code ignored;
  return fs::is_directory(entry.symlink_status(ignored));
}

/// The entries of `directory` of that name, in which * and ? may stand.
std::vector<fs::path> entries_of(fs::path const& directory, std::string const& name,
                                 bool want_directories) {
  std::vector<fs::path> found;
  std::error_code ended;
  for (fs::directory_iterator entry(directory, ended), last; !ended && entry != last;
       entry.increment(ended)) {
    if (is_directory(*entry) == want_directories &&
        ::fnmatch(name.c_str(), entry->path().filename().c_str(), FNM_PERIOD) == 0)
      found.push_back(entry->path());
  }
  expect_answer("reading", directory, ended.value());
  std::sort(found.begin(), found.end());
  return found;
}

std::vector<fs::path> paths_of(fs::path const& directory, fs::path const& asked) {
  std::vector<fs::path> paths{directory};
  for (auto part = asked.begin(); part != asked.end(); ++part) {
    std::vector<fs::path> deeper;
    for (auto const& path : paths)
      for (auto& entry :
           entries_of(path, part->string(), std::next(part) != asked.end()))
        deeper.push_back(std::move(entry));
    paths = std::move(deeper);
  }
  if (paths.size() > most_files) paths.resize(most_files);
  return paths;
}

}  // namespace

FilesOfProgram read_files(Readings const& readings, fs::path const& directory) {
  FilesOfProgram files;
  auto const read = [&](std::string const& asked) {
    if (asked.empty() || !files.try_emplace(asked).second) return;
    for (auto const& path : paths_of(directory, asked))
      files[asked].push_back({path.lexically_relative(directory).string(),
                              read_bounded(path, most_file_bytes)});
  };
  for (auto const& metric : readings.metrics) read(metric.from.file);
  read(readings.check.from.file);
  return files;
}

}  // namespace assay
