// SPDX-License-Identifier: Apache-2.0
// The words are those of `assay import`; what the files hold is looked at later.
#include "imported_rows_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "axis_reader.hpp"
#include "fields.hpp"
#include "model/axes.hpp"
#include "samples_reader.hpp"
#include "scalars.hpp"
#include "study_axes.hpp"
#include "text/names.hpp"
#include "text/utf8.hpp"
#include "weak_work.hpp"

namespace assay {
namespace {

constexpr Bounds count_of_cores{1, 1'000'000'000};
constexpr auto import_wanted = "a file, from the study file";

/// An option of `assay import`, or several of them.
struct ImportOption {
  std::string_view key;  ///< of the study
  std::string_view option;
  bool may_be_list = false;
};

constexpr std::array import_options{
    ImportOption{"cores", "--cores"},     ImportOption{"gpus", "--gpus"},
    ImportOption{"nodes", "--nodes"},     ImportOption{"time", "--time", true},
    ImportOption{"rate", "--rate"},       ImportOption{"unit", "--unit"},
    ImportOption{"by", "--by", true},     ImportOption{"launch", "--launch", true},
    ImportOption{"decimal", "--decimal"}, ImportOption{"pattern", "--pattern"},
    ImportOption{"in_name", "--in-name"}, ImportOption{"from", "--from", true},
};

/// Units of measured points are cores or GPUs, which those of their base have to be.
bool is_known(ImportOption const& option, Role role) {
  return role == Role::beside || option.key != "nodes";
}

class ImportedRowsReader {
 public:
  ImportedRowsReader(YamlNode const& map, std::string const& path, Role role,
                     Draft& draft)
      : map_(map), path_(path + "."), role_(role), draft_(draft) {
    rows_.is_base = role == Role::base;
    rows_.at = map.at;
  }

  std::optional<ImportedRows> read() {
    auto const before = draft_.problems.count();
    check_keys(map_, path_, imported_rows_keys(role_), draft_.problems);
    read_files();
    read_name();
    for (auto const& option : import_options)
      if (is_known(option, role_)) read_option(option);
    read_count();
    read_series();
    if (role_ == Role::base) check_one_work();
    // What is faulty was told already, and leaves no file.
    if (draft_.problems.count() != before || rows_.files.empty()) return std::nullopt;
    return std::move(rows_);
  }

 private:
  void read_files() {
    auto const* entry = find_entry(map_, "import");
    if (entry == nullptr)
      return draft_.problems.add(
          map_.at, fmt::format("{}import: which file? Give {}", path_, import_wanted));
    rows_.at = entry->value.at;
    for (auto const& item : items_of(entry->value))
      if (auto file = read_text(item, path_ + "import", import_wanted, draft_.problems))
        rows_.files.push_back(*std::move(file));
    if (entry->value.kind == YamlNode::Kind::list)
      report_empty(entry->value, path_ + "import", draft_.problems);
  }

  void read_name() {
    auto const* entry = find_entry(map_, "name");
    if (entry == nullptr) return;
    auto const what = path_ + "name";
    auto const name = read_text(entry->value, what, "a name", draft_.problems);
    if (!name) return;
    rows_.name = *name;
    auto const kernels = values_of(draft_, "kernel");
    bool const is_taken =
        std::any_of(kernels.begin(), kernels.end(),
                    [&](auto const& one) { return to_text(one) == rows_.name; });
    if (!is_name(rows_.name))
      draft_.problems.add(entry->value.at,
                          fmt::format("{}: {} is no name. Use 1 to 64 of letters, "
                                      "digits, . _ -, not starting with . or -",
                                      what, in_quotes(rows_.name)));
    else if (is_taken)
      draft_.problems.add(entry->value.at,
                          fmt::format("{}: {} is measured here. Give another name",
                                      what, in_quotes(rows_.name)));
  }

  void read_option(ImportOption const& option) {
    auto const* entry = find_entry(map_, option.key);
    if (entry == nullptr) return;
    auto const what = path_ + entry->key;
    if (!option.may_be_list) return add(option, entry->value, what);
    for (auto const& item : items_of(entry->value)) add(option, item, what);
  }

  void add(ImportOption const& option, YamlNode const& node, std::string const& what) {
    auto const text = read_text(node, what, "a text", draft_.problems);
    if (!text) return;
    rows_.options.push_back(fmt::format("{}={}", option.option, *text));
    if (option.key == "by") by_.insert(*text);
  }

  void read_count() {
    auto const* entry = find_entry(map_, "on_cores");
    if (entry == nullptr) return;
    if (find_entry(map_, "cores") != nullptr)
      draft_.problems.add(entry->at, fmt::format("{0}on_cores: {0}cores names a column "
                                                 "of them. Remove one",
                                                 path_));
    auto const count =
        read_integer(entry->value, path_ + "on_cores", count_of_cores, draft_.problems);
    if (count) rows_.options.push_back(fmt::format("--on-cores={}", *count));
  }

  void read_series() {
    rows_.series = draft_.study.scaling;
    auto const* entry = find_entry(map_, "scaling");
    if (entry != nullptr) {
      auto const kind = read_choice(entry->value, path_ + "scaling", scaling_names(),
                                    draft_.problems);
      rows_.series = {kind == "weak" ? Scaling::weak : Scaling::strong};
    } else if (role_ == Role::beside && rows_.series.size() > 1) {
      draft_.problems.add(map_.at,
                          fmt::format("{}scaling: the study has both. Give strong or "
                                      "weak",
                                      path_));
    }
  }

  /// A time is of one work: where the study has several, a column has to tell them.
  void check_one_work() {
    for (auto const& axis : draft_.study.axes) {
      constexpr std::string_view prefix = "parameters.";
      if (!axis.name.starts_with(prefix) || axis.values.size() < 2) continue;
      if (!is_zipped_with_resources(axis.name, draft_.study))
        expect_told(axis.name.substr(prefix.size()));
    }
    for (auto const& [scaling, values] : draft_.study.samples)
      if (values.size() > 1 && !is_zipped_with_resources("samples", draft_.study)) {
        expect_told("samples");
        break;
      }
  }

  void expect_told(std::string const& name) {
    if (by_.contains(name)) return;
    draft_.problems.add(
        map_.at, fmt::format("{0}by: the study has several values of {1}, and a time "
                             "is of one. Name the column that tells them apart, which "
                             "has to be called like it: by: {1}",
                             path_, name));
  }

  YamlNode const& map_;
  std::string path_;
  Role role_;
  Draft& draft_;
  ImportedRows rows_;
  std::set<std::string> by_;
};

/// What tells one import from the others.
std::string called(ImportedRows const& rows) {
  return rows.name.empty() ? rows.files.front() : rows.name;
}

}  // namespace

std::optional<ImportedRows> read_imported_rows(YamlNode const& map,
                                               std::string const& path, Role role,
                                               Draft& draft) {
  return ImportedRowsReader(map, path, role, draft).read();
}

void read_beside(Entry const& entry, Draft& draft) {
  auto& imports = draft.study.imports;
  if (entry.value.kind == YamlNode::Kind::list)
    report_empty(entry.value, "beside", draft.problems);
  for (auto const& item : items_of(entry.value)) {
    if (item.kind != YamlNode::Kind::map) {
      report_kind(item, "beside", "a mapping like {import: old.csv, time: wall}",
                  draft.problems);
      continue;
    }
    auto rows = read_imported_rows(item, "beside", Role::beside, draft);
    if (!rows) continue;
    bool const is_twice =
        std::any_of(imports.begin(), imports.end(),
                    [&](auto const& one) { return called(one) == called(*rows); });
    if (is_twice)
      draft.problems.add(item.at, fmt::format("beside: {} is there already. Give this "
                                              "one another name",
                                              in_quotes(called(*rows))));
    imports.push_back(*std::move(rows));
  }
}

std::vector<std::string> imported_rows_keys(Role role) {
  std::vector<std::string> keys{"import", "name", "on_cores"};
  for (auto const& option : import_options)
    if (is_known(option, role)) keys.emplace_back(option.key);
  if (role == Role::beside) keys.emplace_back("scaling");
  return keys;
}

}  // namespace assay
