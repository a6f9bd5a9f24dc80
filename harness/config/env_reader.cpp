// SPDX-License-Identifier: Apache-2.0
// `env:` -> axes of environment variables.
#include "env_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <tuple>

#include "os/starred.hpp"
#include "scalars.hpp"
#include "text/names.hpp"
#include "text/utf8.hpp"

namespace assay {
namespace {

/// Linux refuses an argument or variable of 128 KiB.
constexpr std::size_t value_bytes_at_most = 65536;

struct Reserved {
  std::string_view name;  ///< a `*` at the end stands for anything
  std::string_view reason;
};

constexpr std::string_view geometry = "the key 'threads' sets it";
constexpr std::string_view of_harness = "the harness keeps these names for itself";
constexpr std::string_view world = "the launcher sets it";
constexpr std::string_view code =
    "it decides which code runs, and a study never does that";
constexpr std::string_view device = "the harness gives each rank its device";

/// OMP_PROC_BIND and OMP_PLACES are free: they tune within the cores of a rank, and the
/// judge sees where the threads really were.
constexpr std::array reserved{
    Reserved{"OMP_NUM_THREADS", geometry},
    Reserved{"OMP_THREAD_LIMIT", geometry},
    Reserved{"OMP_DYNAMIC", geometry},
    Reserved{"KOKKOS_NUM_THREADS", geometry},
    Reserved{"ASSAY_RESULT", of_harness},
    Reserved{"ASSAY_RUN_ID", of_harness},
    Reserved{"ASSAY_WITNESS_*", of_harness},
    Reserved{"TMPDIR", "each attempt gets a directory of its own"},
    Reserved{"HOME", "it is passed on from the caller"},
    Reserved{"PATH", code},
    Reserved{"LD_*", code},
    Reserved{"PYTHONPATH", code},
    Reserved{"PYTHONSTARTUP", code},
    Reserved{"BASH_ENV", code},
    Reserved{"KOKKOS_TOOLS_LIBS", code},
    Reserved{"KOKKOS_PROFILE_LIBRARY", code},
    Reserved{"OMP_TOOL_LIBRARIES", code},
    Reserved{"CUDA_VISIBLE_DEVICES", device},
    Reserved{"HIP_VISIBLE_DEVICES", device},
    Reserved{"ROCR_VISIBLE_DEVICES", device},
    Reserved{"KOKKOS_DEVICE_ID", device},
    Reserved{"KOKKOS_VISIBLE_DEVICES", device},
    Reserved{"OMPI_COMM_*", world},
    Reserved{"PMI_*", world},
    Reserved{"PMIX_*", world},
    Reserved{"PRTE_*", world},
    Reserved{"SLURM_*", world},
};

/// A program may need libraries of its own; where a study has kernels too, theirs must
/// be those that were built with.
bool may_choose_libraries(Draft const& draft) {
  auto const& [axes, programs] = std::tie(draft.study.axes, draft.study.programs);
  auto const kernels = std::find_if(
      axes.begin(), axes.end(), [](Axis const& axis) { return axis.name == "kernel"; });
  auto const names = kernels == axes.end() ? 0 : kernels->values.size();
  return !programs.empty() && names <= programs.size();  // programs are named there too
}

/// Empty, or why this name cannot be set.
std::string name_fault(std::string_view name, Draft const& draft) {
  if (!is_variable_name(name))
    return fmt::format(
        "env: {} is not a variable name (letters, digits and _, no digit first). "
        "Rename it",
        in_quotes(name));
  bool const is_library = name == "LD_LIBRARY_PATH" || name == "LD_PRELOAD" ||
                          name == "KOKKOS_TOOLS_LIBS" ||
                          name == "KOKKOS_PROFILE_LIBRARY";
  if (is_library && may_choose_libraries(draft)) return "";
  for (auto const& entry : reserved)
    if (is_named_by(name, entry.name))
      return fmt::format("env: {} cannot be set here ({}). Remove it", name,
                         entry.reason);
  return "";
}

}  // namespace

ReadValue env_reader(std::string const& name) {
  return [what = "env." + name](YamlNode const& node,
                                Problems& problems) -> std::optional<AxisValue> {
    auto const text = read_text(node, what, "a text, \"\" for an empty one", problems);
    if (!text || text->size() <= value_bytes_at_most) return text;
    problems.add(node.at,
                 fmt::format("{}: {} bytes are too many for a variable (at most {})",
                             what, text->size(), value_bytes_at_most));
    return std::nullopt;
  };
}

void read_env(Entry const& entry, Draft& draft) {
  if (entry.value.kind != YamlNode::Kind::map)
    return report_kind(entry.value, "env", "a mapping of names to values",
                       draft.problems);
  for (auto const& variable : entry.value.entries) {
    std::string const axis = "env." + variable.key;
    std::string fault = name_fault(variable.key, draft);
    if (fault.empty()) {
      read_axis(variable, axis, env_reader(variable.key), draft);
    } else {
      draft.problems.add(variable.at, std::move(fault));
      draft.faulty.insert(axis);
    }
  }
}

}  // namespace assay
