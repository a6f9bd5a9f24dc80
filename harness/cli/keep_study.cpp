// SPDX-License-Identifier: Apache-2.0
// A file of somebody else's is left as it is.
#include "keep_study.hpp"

#include <fcntl.h>
#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <sstream>
#include <vector>

#include "config/read_study.hpp"
#include "os/errors.hpp"
#include "os/storage.hpp"
#include "records/study_journals.hpp"
#include "text/say.hpp"
#include "text/utf8.hpp"

namespace assay {
namespace {

namespace fs = std::filesystem;
using Lines = std::vector<std::string>;

/// Without comments.
Lines lines_of(std::string const& text) {
  Lines lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);)
    if (!line.starts_with('#')) lines.push_back(line.substr(0, line.find(" # ")));
  return lines;
}

/// Lines of the one that the other does not have, each after a mark.
std::string only_in(Lines const& one, Lines const& other, char mark) {
  constexpr std::size_t longest = 100;
  std::string found;
  for (auto const& line : one)
    if (std::find(other.begin(), other.end(), line) == other.end())
      found += fmt::format(
          "\n  {} {}", mark,
          printable(line.substr(0, line.find_last_not_of(' ') + 1), longest));
  return found;
}

/// A name that the study could have instead.
std::string free_name(fs::path const& file) {
  for (int number = 2;; ++number) {
    auto name = fmt::format("{}-{}", file.stem().string(), number);
    if (!fs::exists(file.parent_path() / (name + ".yaml"))) return name;
  }
}

[[noreturn]] void refuse(fs::path const& file, std::string const& there,
                         std::string const& asked) {
  auto const before = lines_of(there), now = lines_of(asked);
  throw UsageError(fmt::format(
      "{0} is there and says another study, which is left as it is:{1}{2}\n"
      "Keep this one beside it: --name {3}. Or edit {0} and go on with what it has "
      "measured: assay run {0}",
      file.string(), only_in(before, now, '-'), only_in(now, before, '+'),
      free_name(file)));
}

}  // namespace

void create_study(fs::path const& file, std::string const& text) {
  auto made = try_open_file(file, O_WRONLY | O_CREAT | O_EXCL);
  if (!made.open() && errno == EEXIST)
    throw UsageError(
        fmt::format("{} is there already, and is left as it is. Name another "
                    "file",
                    file.string()));
  if (!made.open()) throw_storage_error("open", file, errno);
  write_all(made, text, file);
  close_file(std::move(made), file);
}

void keep_study(fs::path const& file, std::string const& text,
                fs::path const& results) {
  if (fs::exists(file)) {
    auto const there = read_study_text(file.string());
    if (there != text) refuse(file, there, text);
    return;
  }
  auto const measured = read_study_journals(results).study;
  if (!measured.is_null() && measured.value("text", "") != text)
    throw UsageError(fmt::format(
        "{} has the measurements of a study whose file is not {}. Give this one "
        "another name: --name {}",
        results.string(), file.string(), free_name(file)));
  create_study(file, text);
  say(fmt::format("{} is this study: edit it, and go on with assay run {}\n",
                  file.string(), file.string()));
}

}  // namespace assay
