// SPDX-License-Identifier: Apache-2.0
// `program:`, `name:`, `setup:`, `cleanup:` -> argument vectors with placeholders.
#include "program_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "fields.hpp"
#include "model/axes.hpp"
#include "quantity.hpp"
#include "scalars.hpp"
#include "study_axes.hpp"
#include "study_reader.hpp"
#include "suggest.hpp"
#include "text/append.hpp"
#include "text/names.hpp"
#include "text/placeholders.hpp"
#include "text/utf8.hpp"

namespace assay {
namespace {

constexpr auto vector_wanted =
    "an argument vector, like [./my_app, --size, \"{samples}\"]";

using Names = std::vector<std::string>;

Names const of_any_command{"study_dir", "results_dir", "python"};
Names const of_a_launch{"launch", "attempt_dir"};

/// `parameters.X` and `env.X` come from the axes.
Names placeholders_of(Draft const& draft) {
  auto names = number_names(draft);
  append(names, of_a_launch);
  append(names, of_any_command);
  for (auto const& axis : draft.study.axes)
    if (axis.name.find('.') != std::string::npos) names.push_back(axis.name);
  for (auto const& one : draft.study.derive) names.push_back(one.name);
  return names;
}

bool is_derived(std::string const& name, Draft const& draft) {
  auto const& derive = draft.study.derive;
  return std::any_of(derive.begin(), derive.end(),
                     [&](Derivation const& one) { return one.name == name; });
}

}  // namespace

void check_word(YamlNode const& word, std::string const& what, Names const& known,
                Draft& draft) {
  auto const found = placeholders_in(word.text);
  if (!found.ok())
    draft.problems.add(
        word.at, fmt::format("{}: {} {}", what, in_quotes(word.text), found.fault));
  for (auto const& [name, offset] : found.value)
    if (std::find(known.begin(), known.end(), name) == known.end() &&
        !draft.faulty.contains(name))
      draft.problems.add(word.at,
                         fmt::format("{}: the placeholder {} is not known.{}", what,
                                     in_quotes("{" + name + "}"),
                                     is_derived(name, draft)
                                         ? " It differs from point to point, and this "
                                           "runs once for all"
                                         : unknown_placeholder_hint(name, known)));
}

std::vector<std::string> read_vector(YamlNode const& node, std::string const& what,
                                     Problems& problems) {
  if (node.kind != YamlNode::Kind::list) {
    report_kind(node, what, vector_wanted, problems);
    return {};
  }
  if (node.items.empty())
    problems.add(node.at,
                 fmt::format("{}: the vector is empty. Give {}", what, vector_wanted));
  std::vector<std::string> words;
  for (auto const& item : node.items)
    if (auto word = read_text(item, what, "one word of the command line", problems))
      words.push_back(*std::move(word));
  if (!words.empty() && words.front().empty())
    problems.add(
        node.items.front().at,
        fmt::format("{}: the first word names what is started. Fill it", what));
  return words;
}

namespace {

void add_program(std::string const& name, YamlNode const& node, Position at,
                 std::string const& what, Draft& draft) {
  auto const before = draft.problems.count();
  auto argv = read_vector(node, what, draft.problems);
  if (argv.empty() || draft.problems.count() != before) return;  // told already
  Program program;
  program.name = name.empty() ? base_name(argv) : name;
  program.argv = std::move(argv);
  if (!is_name(program.name))
    draft.problems.add(
        at, fmt::format("{}: {} cannot name a program. Use 1 to 64 of letters, digits, "
                        ". _ -, not starting with . or -",
                        what, in_quotes(program.name)));
  if (find_kernel(draft.catalogue, program.name) != nullptr)
    draft.problems.add(at,
                       fmt::format("{}: a kernel is called {} too. Give the program "
                                   "another name",
                                   what, in_quotes(program.name)));
  draft.study.programs.push_back(std::make_shared<Program const>(std::move(program)));
}

std::vector<std::vector<std::string>> read_commands(Entry const& entry, Draft& draft) {
  auto const& items = entry.value.items;
  bool const several =
      !items.empty() &&
      std::all_of(items.begin(), items.end(), [](YamlNode const& item) {
        return item.kind == YamlNode::Kind::list;
      });
  auto known = of_any_command;
  for (auto const& name : constant_names(draft.study.derive)) known.push_back(name);
  std::vector<std::vector<std::string>> commands;
  for (auto const& node : several ? items : std::vector<YamlNode>{entry.value}) {
    commands.push_back(read_vector(node, entry.key, draft.problems));
    for (auto const& word : node.items) check_word(word, entry.key, known, draft);
  }
  return commands;
}

void check_name(YamlNode const& root, YamlNode const* program, Draft& draft) {
  auto const* name = find_entry(root, "name");
  if (name == nullptr || (program != nullptr && program->kind != YamlNode::Kind::map))
    return;
  draft.problems.add(name->at, program == nullptr
                                   ? "name: there is no 'program' to name. Remove it"
                                   : "name: the keys of 'program' name the programs "
                                     "already. Remove it");
}

void check_kernel(YamlNode const& root, YamlNode const* program, Draft& draft) {
  auto const* kernel = find_entry(root, "kernel");
  if (kernel == nullptr && program == nullptr)
    return report_missing(root, "", "kernel", study_keys(), draft.problems);
  if (kernel != nullptr && program != nullptr && program->kind == YamlNode::Kind::list)
    draft.problems.add(kernel->at,
                       "kernel: both a kernel and a program are given. Remove one, or "
                       "name the program, as in program: {NAME: [...]}");
}

bool has_auto(std::vector<AxisValue> const& values) {
  return std::any_of(values.begin(), values.end(), is_auto);
}

void check_samples(YamlNode const& root, YamlNode const* program, Draft& draft) {
  auto const* samples = find_entry(root, "samples");
  auto& study = draft.study;
  if (samples != nullptr) {
    if (program != nullptr && has_auto(values_of(draft, "samples")))
      draft.problems.add(samples->value.at,
                         "samples: auto knows the speed of kernels only. Give a number "
                         "to a study with a program");
    return;
  }
  if (draft.faulty.contains("kernel")) return;  // what is missing depends on it
  if (program == nullptr || !has_only_programs(draft))
    return report_missing(root, "", "samples", study_keys(), draft.problems);
  for (auto const scaling : study.scaling) study.samples[scaling] = {std::uint64_t{1}};
}

void check_placeholders(YamlNode const& program, Draft& draft) {
  auto const& known = draft.study.placeholders;
  auto const check = [&](YamlNode const& word, std::string const& what) {
    check_word(word, what, known, draft);
  };
  for (auto const& word : program.items) check(word, "program");
  for (auto const& [name, at, value] : program.entries)
    for (auto const& word : value.items) check(word, "program." + name);
}

}  // namespace

std::vector<std::string> const& placeholders_of_programs() {
  static Names const all = [] {
    Names names;
    for (auto const& number : point_numbers()) names.emplace_back(number.name);
    append(names, of_a_launch);
    append(names, of_any_command);
    return names;
  }();
  return all;
}

std::string base_name(std::vector<std::string> const& argv) {
  std::size_t const first = argv.size() > 1 && argv.front() == "{python}" ? 1 : 0;
  auto name = std::filesystem::path(argv.at(first)).filename().string();
  for (char& c : name)
    if (!is_name(std::string("x") + c)) c = '-';
  return is_name(name) ? name : "program";
}

void read_program(Entry const& entry, Draft& draft) {
  auto const before = draft.problems.count();
  if (entry.value.kind == YamlNode::Kind::map) {
    if (entry.value.entries.empty())
      draft.problems.add(entry.value.at, fmt::format("program: the mapping is empty. "
                                                     "Give names with {}",
                                                     vector_wanted));
    for (auto const& [name, at, value] : entry.value.entries)
      add_program(name, value, at, "program." + name, draft);
  } else {
    add_program(draft.program_name, entry.value, entry.value.at, "program", draft);
  }
  if (draft.problems.count() != before) draft.faulty.insert("kernel");
  auto& axes = draft.study.axes;
  auto axis = std::find_if(axes.begin(), axes.end(),
                           [](Axis const& one) { return one.name == "kernel"; });
  if (axis == axes.end()) {
    axes.push_back({"kernel", {}, entry.value.at});
    axis = std::prev(axes.end());
  }
  for (auto const& program : draft.study.programs)
    axis->values.emplace_back(program->name);
}

void read_working_directory(Entry const& entry, Draft& draft) {
  auto const directory =
      read_text(entry.value, "working_directory", "a directory", draft.problems);
  if (!directory) return;
  if (directory->empty())
    draft.problems.add(entry.value.at,
                       "working_directory: it is empty. Give a directory, like . for "
                       "that of the study file");
  if (draft.study.programs.empty() && !draft.faulty.contains("kernel"))
    draft.problems.add(entry.at,
                       "working_directory: kernels read no files. Remove it, or give a "
                       "'program'");
  if (*directory == "own") {
    draft.study.launch_files.own_directory = true;
    return;
  }
  for (auto& program : draft.study.programs)
    change_program(program, [&](Program& one) { one.working_directory = *directory; });
}

void read_setup(Entry const& entry, Draft& draft) {
  draft.study.setup = read_commands(entry, draft);
}

void read_cleanup(Entry const& entry, Draft& draft) {
  draft.study.cleanup = read_commands(entry, draft);
}

void check_programs(YamlNode const& root, Draft& draft) {
  auto const* entry = find_entry(root, "program");
  YamlNode const* const program = entry == nullptr ? nullptr : &entry->value;
  draft.study.placeholders = placeholders_of(draft);
  check_samples(root, program, draft);
  check_kernel(root, program, draft);
  check_name(root, program, draft);
  if (auto const* gpus = find_entry(root, "gpus_per_rank");
      gpus != nullptr && !has_only_programs(draft))
    draft.problems.add(gpus->at,
                       "gpus_per_rank: it is of programs. A kernel computes on GPUs by "
                       "'backend: cuda', each rank on one");
  if (program != nullptr) check_placeholders(*program, draft);
}

ReadValue kernel_or_program_reader(Draft const& draft) {
  Names known;
  for (auto const& kernel : draft.catalogue) known.push_back(kernel.name);
  for (auto const& program : draft.study.programs) known.push_back(program->name);
  return [known](YamlNode const& node, Problems& problems) -> std::optional<AxisValue> {
    return read_choice(node, "kernel", known, problems);
  };
}

ReadValue free_parameter_reader(std::string const& name) {
  return [what = "parameters." + name](YamlNode const& node,
                                       Problems& problems) -> std::optional<AxisValue> {
    auto const text = read_text(node, what, "a number or a text", problems);
    if (!text || node.quoted) return text;
    if (auto const whole = parse_integer(*text); whole.ok() && whole.value <= INT64_MAX)
      return whole.value;
    if (auto const real = parse_real(*text); real.ok()) return real.value;
    return *text;
  };
}

std::vector<std::string> number_names(Draft const& draft) {
  Names names;
  bool const has_samples =
      !draft.study.samples.empty() || draft.faulty.contains("samples");
  for (auto const& number : point_numbers())
    if (number.name != "samples" || has_samples) names.emplace_back(number.name);
  return names;
}

std::string unknown_placeholder_hint(std::string const& name, Names const& known) {
  bool const is_of_points =
      std::find(known.begin(), known.end(), "ranks") != known.end();
  if (name == "samples" && is_of_points)
    return " The study gives no 'samples'. Add them, as in 'samples: 1e6'";
  return did_you_mean(name, known);
}

bool has_only_programs(Draft const& draft) { return has_only_programs(draft.study); }

bool has_only_programs(Study const& study) {
  return std::any_of(study.axes.begin(), study.axes.end(), [&](Axis const& axis) {
    return axis.name == "kernel" && !study.programs.empty() &&
           axis.values.size() == study.programs.size();
  });
}

}  // namespace assay
