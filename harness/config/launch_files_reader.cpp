// SPDX-License-Identifier: Apache-2.0
// Names stay within the directory of the launch; sources may lie anywhere.
#include "launch_files_reader.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>

#include "fields.hpp"
#include "scalars.hpp"
#include "text/names.hpp"
#include "text/utf8.hpp"

namespace assay {
namespace {

namespace fs = std::filesystem;
using How = InputFile::How;

constexpr auto file_wanted = "{template: FILE}, {copy: FILE} or {link: FILE}";

/// Whether the name is one of a file below the directory where it is given.
bool stays_inside(std::string const& name) {
  fs::path const path(name);
  bool const has_control = std::any_of(
      name.begin(), name.end(), [](unsigned char c) { return c < ' ' || c == 127; });
  return leads_below(path) && !has_control &&
         std::none_of(path.begin(), path.end(), [](fs::path const& part) {
           return part == "." || part.string().size() > 255;
         });
}

bool check_name(std::string const& name, Position at, std::string const& what,
                Problems& problems) {
  if (stays_inside(name)) return true;
  problems.add(at, fmt::format("{}: {} names no file in the directory of the launch. "
                               "Give a relative path without . and ..",
                               what, in_quotes(name)));
  return false;
}

std::optional<std::string> read_source(YamlNode const& node, std::string const& what,
                                       Problems& problems) {
  auto source =
      read_text(node, what, "the path of a file, from the study's directory", problems);
  if (!source || !source->empty()) return source;
  problems.add(node.at,
               fmt::format("{}: the path is empty. Give that of a file", what));
  return std::nullopt;
}

/// The one key of `map` that says where the file is from, by those of `ways`.
std::optional<InputFile> read_input(YamlNode const& map, std::string const& what,
                                    std::vector<How> const& ways, Problems& problems) {
  std::vector<std::string> keys;
  keys.reserve(ways.size());
  for (auto const how : ways) keys.push_back(name_of(how));
  auto const before = problems.count();
  check_keys(map, what + ".", keys, problems);
  std::optional<InputFile> file;
  for (auto const how : ways) {
    auto const* entry = find_entry(map, name_of(how));
    if (entry == nullptr) continue;
    if (file)
      problems.add(entry->at, fmt::format("{}: it comes from one file. Keep one of {}",
                                          what, fmt::join(keys, ", ")));
    auto source = read_source(entry->value, what + "." + entry->key, problems);
    file = InputFile{how, source.value_or(""), entry->value.at};
  }
  if (!file && problems.count() == before)
    problems.add(map.at, fmt::format("{}: where from? Give {}", what, file_wanted));
  return file;
}

void read_file(Entry const& entry, Draft& draft) {
  auto const what = "files." + entry.key;
  bool const is_name = check_name(entry.key, entry.at, "files", draft.problems);
  if (entry.value.kind != YamlNode::Kind::map)
    return report_kind(entry.value, what, file_wanted, draft.problems);
  auto file = read_input(entry.value, what, {How::filled, How::copied, How::linked},
                         draft.problems);
  auto& files = draft.study.launch_files.files;
  for (auto const& [name, other] : files)
    if (name.starts_with(entry.key + "/") || entry.key.starts_with(name + "/"))
      draft.problems.add(
          entry.at, fmt::format("files: one of {} and {} would be a directory. Rename "
                                "one",
                                in_quotes(name), in_quotes(entry.key)));
  if (file && is_name) files.emplace(entry.key, *std::move(file));
}

}  // namespace

void read_files(Entry const& entry, Draft& draft) {
  if (entry.value.kind != YamlNode::Kind::map)
    return report_kind(entry.value, "files",
                       fmt::format("a mapping of names to {}", file_wanted),
                       draft.problems);
  for (auto const& file : entry.value.entries) read_file(file, draft);
  draft.study.launch_files.own_directory = true;
}

void read_stdin(Entry const& entry, Draft& draft) {
  auto const& node = entry.value;
  auto& input = draft.study.launch_files.input;
  if (node.kind == YamlNode::Kind::map) {
    input = read_input(node, "stdin", {How::filled}, draft.problems);
  } else if (auto source = read_source(node, "stdin", draft.problems)) {
    input = InputFile{How::linked, *std::move(source), node.at};
  }
}

void read_keep(Entry const& entry, Draft& draft) {
  auto const& node = entry.value;
  if (node.kind != YamlNode::Kind::list)
    return report_kind(node, "keep", "a list of names, like [out.dat, \"*.csv\"]",
                       draft.problems);
  report_empty(node, "keep", draft.problems);
  auto& files = draft.study.launch_files;
  for (auto const& item : node.items)
    if (auto name = read_text(item, "keep", "the name of a file", draft.problems)) {
      check_name(*name, item.at, "keep", draft.problems);
      files.keep.push_back(*std::move(name));
    }
  files.own_directory = true;
}

void share_launch_files(YamlNode const& root, Draft& draft) {
  for (auto& program : draft.study.programs)
    change_program(program,
                   [&](Program& one) { one.launch_files = draft.study.launch_files; });
  if (auto const* entry = find_entry(root, "working_directory");
      entry != nullptr && draft.study.launch_files.own_directory &&
      entry->value.text != "own")
    draft.problems.add(entry->at,
                       "working_directory: files: and keep: give each launch a "
                       "directory of its own. Remove it, or them");
  if (find_entry(root, "program") != nullptr) return;
  for (auto const* key : {"files", "stdin", "keep"})
    if (auto const* entry = find_entry(root, key))
      draft.problems.add(entry->at, fmt::format("{}: kernels read no files. Remove it, "
                                                "or give a 'program'",
                                                key));
}

}  // namespace assay
