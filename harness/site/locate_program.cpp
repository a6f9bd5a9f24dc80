// SPDX-License-Identifier: Apache-2.0
// Looks at names and contents only: nothing is started to see whether it is there.
#include "locate_program.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <optional>
#include <sstream>

#include "execute/program_words.hpp"
#include "os/sha256.hpp"
#include "text/placeholders.hpp"

namespace assay {
namespace {

namespace fs = std::filesystem;

bool is_file(fs::path const& path) {
  std::error_code none;
  return fs::is_regular_file(path, none);
}

/// Where a word without a slash is found, as execvp does it; else the word itself.
fs::path on_path(std::string const& word, std::string const& path) {
  if (word.find('/') != word.npos) return word;
  std::istringstream directories(path);
  for (std::string directory; std::getline(directories, directory, ':');) {
    auto const file = fs::path(directory.empty() ? "." : directory) / word;
    if (is_file(file) && ::access(file.c_str(), X_OK) == 0) return file;
  }
  return word;
}

/// A word that is the same at every point; nothing for another.
std::optional<std::string> constant_word(std::string const& word,
                                         Program const& program) {
  std::map<std::string, std::string> const values{
      {"python", program.python}, {"study_dir", program.study_directory}};
  for (auto const& name : placeholders_in(word).value)
    if (values.count(name) == 0) return std::nullopt;
  return fill(from_study(word, program.study_directory), values);
}

/// `what` it is, as in `program NAME`.
std::string fault_of(fs::path const& file, std::string const& what) {
  std::string const word = file.string();
  if (word.find('/') == word.npos)
    return fmt::format("{}: {} is not on PATH", what, word);
  if (!is_file(file)) return fmt::format("{}: no file {}", what, word);
  if (::access(file.c_str(), X_OK) != 0)
    return fmt::format("{}: {} is not executable", what, word);
  return "";
}

}  // namespace

Program locate_program(Program program, fs::path const& study_file,
                       std::string const& python, std::string const& path) {
  program.study_directory = fs::absolute(study_file).parent_path().string();
  program.python = python;
  for (std::size_t i = 0; i < program.argv.size(); ++i) {
    auto const word = constant_word(program.argv[i], program);
    if (!word) continue;
    auto const file = i == 0 ? on_path(*word, path) : fs::path(*word);
    if (i == 0) program.fault = fault_of(file, "program " + program.name);
    bool const is_script =
        i == 1 && program.argv.front() == "{python}" && !word->starts_with('-');
    if (is_script && !is_file(file) && program.fault.empty())
      program.fault = fmt::format("program {}: no file {}", program.name, *word);
    if (file.is_absolute() && is_file(file) && ::access(file.c_str(), R_OK) == 0)
      program.files.push_back(file.string());
  }
  std::string hashes;
  for (auto const& file : program.files) hashes += sha256_of_file(file);
  program.files_sha256 = sha256(hashes);
  return program;
}

CommandPrefix locate_prefix(CommandPrefix prefix, std::string const& what,
                            fs::path const& study_file, std::string const& path) {
  if (prefix.study_directory.empty())  // of a site it is there
    prefix.study_directory = fs::absolute(study_file).parent_path().string();
  auto const& first = prefix.words.front();
  if (!placeholders_in(first).value.empty()) return prefix;
  auto const file = on_path(from_study(first, prefix.study_directory), path);
  prefix.fault = fault_of(file, what);
  bool const was_searched_for = first.find('/') == first.npos;
  if (!prefix.fault.empty() && was_searched_for)
    prefix.fault += fmt::format(" ({})", path);
  return prefix;
}

}  // namespace assay
