// SPDX-License-Identifier: Apache-2.0
#include "job_fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "quantity.hpp"
#include "text/utf8.hpp"

namespace assay {
namespace {

void read_directive(YamlNode const& node, std::string const& what,
                    OptionForm const& form, JobWishes& wishes, Problems& problems) {
  auto const text = read_text(node, what, "an option of " + form.command, problems);
  if (!text) return;
  auto const words = form.split(*text);
  if (words.empty()) {
    problems.add(node.at, fmt::format("{}: {} {}", what, in_quotes(*text), form.cure));
    return;
  }
  wishes.directives.insert(wishes.directives.end(), words.begin(), words.end());
}

/// One word that is no option; nothing where it is none, which is told.
std::optional<std::string> read_name(YamlNode const& node, std::string const& what,
                                     std::string const& wanted, Problems& problems) {
  auto text = read_text(node, what, wanted, problems);
  if (!text || (is_printable_word(*text) && !text->starts_with('-'))) return text;
  problems.add(node.at,
               fmt::format("{}: {} is no name. Give one without spaces, and without "
                           "'-' in front",
                           what, in_quotes(*text)));
  return std::nullopt;
}

}  // namespace

bool is_printable_word(std::string const& text) {
  return !text.empty() && std::all_of(text.begin(), text.end(),
                                      [](char c) { return c > ' ' && c < 127; });
}

bool is_unset(Entry const& entry) {
  return entry.value.kind == YamlNode::Kind::null && entry.at.source > 0;
}

void read_job_word(Entry const& entry, std::string JobWishes::*member, JobDraft& job,
                   Problems& problems) {
  (job.wishes.*member).clear();
  if (is_unset(entry)) return;
  auto const name = read_name(entry.value, job.path + entry.key,
                              "a name that the scheduler knows", problems);
  if (name) job.wishes.*member = *name;
}

void read_job_modules(Entry const& entry, JobDraft& job, Problems& problems) {
  job.wishes.modules.clear();
  if (is_unset(entry)) return;
  auto const what = job.path + entry.key;
  if (entry.value.kind != YamlNode::Kind::list)
    return report_kind(entry.value, what, "a list of modules", problems);
  for (auto const& item : entry.value.items)
    if (auto const name = read_name(item, what, "the name of a module", problems))
      job.wishes.modules.push_back(*name);
}

void read_job_time(Entry const& entry, JobDraft& job, Problems& problems) {
  constexpr auto wanted = "a duration like 90min, 2h";
  job.wishes.time_s.reset();
  if (is_unset(entry)) return;
  auto const what = job.path + entry.key;
  auto const text = read_plain(entry.value, what, wanted, problems);
  if (!text) return;
  auto const time = parse_duration(*text);
  if (time.ok()) {
    job.wishes.time_s = time.value;
  } else {
    problems.add(entry.value.at,
                 fmt::format("{}: {} {}", what, in_quotes(*text), time.fault));
  }
}

void read_job_directives(Entry const& entry, OptionForm const& form, JobDraft& job,
                         Problems& problems) {
  auto const what = job.path + entry.key;
  if (is_unset(entry)) return job.wishes.directives.clear();
  if (entry.value.kind != YamlNode::Kind::list)
    return report_kind(entry.value, what, "a list of options of " + form.command,
                       problems);
  for (auto const& item : entry.value.items)
    read_directive(item, what, form, job.wishes, problems);
}

JobWishes* read_job_collect(Entry const& entry, std::string const& what,
                            JobSection& section, Problems& problems) {
  section.collects = true;
  section.collect.reset();
  if (is_unset(entry)) return nullptr;
  if (entry.value.kind == YamlNode::Kind::map) return &section.collect.emplace();
  auto const choice = read_choice(entry.value, what, {"yes", "no"}, problems);
  section.collects = !choice || *choice == "yes";
  return nullptr;
}

void read_job_continuation(Entry const& entry, std::string const& what,
                           std::vector<std::string> const& choices, JobSection& section,
                           Problems& problems) {
  auto const choice = read_choice(entry.value, what, choices, problems);
  if (!choice) return;
  section.continuation = *choice == "requeue"    ? Continuation::requeue
                         : *choice == "resubmit" ? Continuation::resubmit
                                                 : Continuation::none;
}

}  // namespace assay
