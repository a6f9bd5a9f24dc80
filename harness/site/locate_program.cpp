// SPDX-License-Identifier: Apache-2.0
// Looks at names and contents only: nothing is started to see whether it is there.
#include "locate_program.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <iterator>
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

/// Of the environment that the program is looked for in.
struct Search {
  std::string path;            ///< value of PATH
  fs::path study_directory;    ///< where `./` leads
  fs::path working_directory;  ///< empty where each launch has its own
};

/// Where a word without a slash is found, as execvp does it; else the word itself.
fs::path on_path(std::string const& word, std::string const& path) {
  if (word.find('/') != word.npos) return word;
  std::istringstream directories(path);
  for (std::string directory; std::getline(directories, directory, ':');) {
    auto file = fs::path(directory.empty() ? "." : directory) / word;
    if (is_file(file) && ::access(file.c_str(), X_OK) == 0) return file;
  }
  return word;
}

/// A word that is the same at every point; nothing for another.
std::optional<std::string> constant_word(Program const& program, std::size_t n) {
  std::map<std::string, std::string> const values{
      {"python", program.python}, {"study_dir", program.study_directory}};
  for (auto const& one : placeholders_in(program.argv[n]).value)
    if (values.count(one.name) == 0) return std::nullopt;
  return fill(from_study(program, n), values);
}

/// The cure where the file that was meant lies beside the study.
std::string beside_study(std::string const& word, Search const& search) {
  bool const is_there =
      word.find('/') == word.npos && is_file(search.study_directory / word);
  return is_there ? fmt::format("; there is one beside the study: write ./{}", word)
                  : "";
}

/// Why a word without a slash was not found.
std::string not_found(std::string const& path) {
  return path.empty() ? "not found: PATH is empty. Set it, or write the whole path"
                      : fmt::format("not on PATH ({})", path);
}

/// The words after `#!`; none where it does not begin so.
std::vector<std::string> interpreter_of(fs::path const& file) {
  constexpr std::size_t longest = 256;  // the kernel reads no more
  std::string head(longest, '\0');
  std::ifstream in(file, std::ios::binary);
  in.read(head.data(), longest);
  head.resize(static_cast<std::size_t>(in.gcount()));
  if (!head.starts_with("#!")) return {};
  std::istringstream line(head.substr(2, head.find('\n') - 2));
  return {std::istream_iterator<std::string>(line), {}};
}

std::string fault_of_interpreter(fs::path const& file, Search const& search) {
  auto const words = interpreter_of(file);
  if (words.empty()) return "";
  if (!is_file(words[0]))
    return fmt::format("{} asks for the interpreter {}, which is not there",
                       file.string(), words[0]);
  bool const by_env = words.size() > 1 && words[0].ends_with("/env") &&
                      words[1].find_first_of("-=") == std::string::npos;
  if (by_env && on_path(words[1], search.path) == words[1])
    return fmt::format("{} asks for the interpreter {}, which is {}", file.string(),
                       words[1], not_found(search.path));
  return "";
}

std::string fault_of(fs::path const& file, Search const& search) {
  std::string const word = file.string();
  if (word.find('/') == word.npos)
    return fmt::format("{} is {}{}", word, not_found(search.path),
                       beside_study(word, search));
  if (!is_file(file)) return fmt::format("no file {}", word);
  if (::access(file.c_str(), X_OK) != 0)
    return fmt::format("{} is not executable (chmod +x makes it so)", word);
  return fault_of_interpreter(file, search);
}

/// Of an interpreter's script, which is found from where the launch runs.
std::string fault_of_script(std::string const& word, fs::path const& file,
                            Search const& search) {
  if (file.is_absolute() && is_file(file)) return "";
  auto const* const where =
      file.is_absolute() ? "" : " in the directory of a launch, which is its own";
  return fmt::format("no file {}{}{}", file.string(), where,
                     beside_study(word, search));
}

}  // namespace

Program locate_program(Program program, fs::path const& study_file,
                       std::string const& python, std::string const& path) {
  program.study_directory = fs::absolute(study_file).parent_path().string();
  program.python = python;
  Search const search{path, program.study_directory, working_directory(program)};
  std::string fault;
  if (!search.working_directory.empty() && !fs::is_directory(search.working_directory))
    fault = fmt::format("no directory {}", search.working_directory.string());
  for (std::size_t n = 0; n < program.argv.size(); ++n) {
    auto const word = constant_word(program, n);
    if (!word) continue;
    auto const file = n == 0 ? on_path(*word, path) : search.working_directory / *word;
    if (n == 0 && fault.empty()) fault = fault_of(file, search);
    bool const script = script_in(program.argv) == n;
    bool const is_given = program.launch_files.files.contains(*word);
    if (script && !is_given && fault.empty())
      fault = fault_of_script(*word, file, search);
    // What else is named where the program runs may be its output.
    bool const is_own = n == 0 || script || search.working_directory.empty();
    if (is_own && file.is_absolute() && is_file(file) &&
        ::access(file.c_str(), R_OK) == 0)
      program.files.push_back(file.string());
  }
  if (!fault.empty())
    program.fault = fmt::format("program {}: {}", program.name, fault);
  auto const& given = program.launch_files;
  for (auto const& [name, file] : given.files) program.files.push_back(file.path);
  if (given.input) program.files.push_back(given.input->path);
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
  auto const fault = fault_of(file, {path, prefix.study_directory, {}});
  if (!fault.empty()) prefix.fault = fmt::format("{}: {}", what, fault);
  return prefix;
}

}  // namespace assay
