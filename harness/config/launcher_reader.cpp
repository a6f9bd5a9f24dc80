// SPDX-License-Identifier: Apache-2.0
// `launcher:` and `wrap:` -> what stands before a program.
#include "launcher_reader.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "fields.hpp"
#include "model/axes.hpp"
#include "model/own_launcher.hpp"
#include "program_reader.hpp"
#include "scalars.hpp"
#include "text/append.hpp"
#include "text/names.hpp"
#include "text/utf8.hpp"

namespace assay {
namespace {

using Names = std::vector<std::string>;

/// They stand before the worker that looks at the place of a launch, too: nothing of
/// the program alone is among them.
Names placeholders_of_a_prefix(Study const& study) {
  Names names;
  for (auto const& number : point_numbers()) names.emplace_back(number.name);
  append(names, {"launch", "attempt_dir", "study_dir", "results_dir"});
  for (auto const& one : study.derive) names.push_back(one.name);
  return names;
}

Names read_prefix(YamlNode const& node, std::string const& what, Draft& draft) {
  for (auto const& word : node.items) draft.prefix_words.emplace_back(what, word);
  return read_vector(node, what, draft.problems);
}

/// What the mapping of a launcher says.
struct OwnLauncher {
  Draft& draft;
  Names words{};
  std::string name{};
  bool needs_job = false;
};

void read_words(Entry const& entry, OwnLauncher& launcher, Problems&) {
  launcher.words = read_prefix(entry.value, "launcher.words", launcher.draft);
}

void check_launcher_name(std::string const& name, Position at, Problems& problems) {
  bool const is_ours = find_launcher(name) != nullptr || name == "auto";
  if (is_ours || !is_name(name))
    problems.add(
        at,
        fmt::format("launcher.name: {} {}", in_quotes(name),
                    is_ours ? "is a launcher that assay knows. Give another name"
                            : "cannot name a launcher. Use 1 to 64 of letters, digits, "
                              ". _ -, not starting with . or -"));
}

void read_launcher_name(Entry const& entry, OwnLauncher& launcher, Problems& problems) {
  auto const name =
      read_text(entry.value, "launcher.name", "a name for the launcher", problems);
  if (!name) return;
  launcher.name = *name;
  check_launcher_name(*name, entry.value.at, problems);
}

void read_needs_job(Entry const& entry, OwnLauncher& launcher, Problems& problems) {
  auto const choice =
      read_choice(entry.value, "launcher.needs_job", {"true", "false"}, problems);
  launcher.needs_job = choice == "true";
}

using LauncherField = Field<OwnLauncher>;

constexpr std::array launcher_fields{
    LauncherField{"words", Presence::required, read_words},
    LauncherField{"name", Presence::optional, read_launcher_name},
    LauncherField{"needs_job", Presence::optional, read_needs_job},
};

std::string default_name(Names const& words) {
  auto const name = base_name(words);
  return find_launcher(name) == nullptr ? name : "own-" + name;
}

/// One of the site gives way to the study's own of its name.
std::optional<AxisValue> read_own(YamlNode const& node, Draft& draft) {
  auto launcher = read_own_launcher(node, {}, draft);
  if (!launcher) return std::nullopt;
  auto& all = draft.study.launchers;
  std::erase_if(all, [&](auto const& one) { return one->name == launcher->name; });
  all.push_back(std::make_shared<Launcher const>(*launcher));
  return launcher->name;
}

Names names_of(Draft const& draft) {
  auto names = axis_definition("launcher")->words(draft.catalogue);
  for (auto const& launcher : draft.study.launchers) names.push_back(launcher->name);
  return names;
}

}  // namespace

std::optional<Launcher> read_own_launcher(YamlNode const& node, KeyName const& key,
                                          Draft& draft) {
  auto const before = draft.problems.count();
  auto const known = keys_of(launcher_fields);
  OwnLauncher own{draft};
  if (node.kind != YamlNode::Kind::map)
    report_kind(node, "launchers." + key.name, "words, like {words: [flux, run]}",
                draft.problems);
  check_keys(node, "launcher.", known, draft.problems);
  if (node.kind == YamlNode::Kind::map)
    read_fields(node, launcher_fields, known, own, draft.problems);
  if (!key.name.empty()) check_launcher_name(key.name, key.at, draft.problems);
  if (draft.problems.count() != before) return std::nullopt;
  if (!key.name.empty()) own.name = key.name;
  if (own.name.empty()) own.name = default_name(own.words);
  return own_launcher(own.name, std::move(own.words), own.needs_job);
}

ReadValue launcher_reader(Draft& draft) {
  return
      [&draft](YamlNode const& node, Problems& problems) -> std::optional<AxisValue> {
        if (node.kind == YamlNode::Kind::map) return read_own(node, draft);
        return read_choice(node, "launcher", names_of(draft), problems);
      };
}

ReadValue launcher_name_reader(Draft const& draft) {
  return [known = names_of(draft)](YamlNode const& node,
                                   Problems& problems) -> std::optional<AxisValue> {
    return read_choice(node, "launcher", known, problems);
  };
}

void check_prefixes(Draft& draft) {
  auto const known = placeholders_of_a_prefix(draft.study);
  for (auto const& [what, word] : draft.prefix_words)
    check_word(word, what, known, draft);
}

void read_wrap(Entry const& entry, Draft& draft) {
  auto const before = draft.problems.count();
  auto words = read_prefix(entry.value, "wrap", draft);
  if (draft.problems.count() != before) return;
  draft.study.wrap =
      std::make_shared<CommandPrefix const>(CommandPrefix{std::move(words), {}, {}});
}

}  // namespace assay
