// SPDX-License-Identifier: Apache-2.0
// Which interpreter, and what it is asked.
#include "python_child.hpp"

#include <cstdlib>
#include <memory>
#include <string>

#include "child.hpp"
#include "common/first_line.hpp"

namespace assay {
namespace {

/// $ASSAY_PYTHON, or the one that the build recorded, or the first on the PATH.
std::string interpreter() {
  if (char const* const chosen = std::getenv("ASSAY_PYTHON")) return chosen;
  std::string const recorded = first_line_of(ASSAY_SOURCE_DIR "/build/python");
  return recorded.empty() ? "python3" : recorded;
}

}  // namespace

Repetition prepare_in_python(Work const& work, char const* model) {
  auto const child = std::make_shared<Child>(std::vector<std::string>{
      interpreter(), ASSAY_SOURCE_DIR "/kernels/comparators/rivals/serve.py", model,
      std::to_string(work.seed)});
  child->ask(1);  // it has started and imported what it needs
  return [child, samples = work.samples](Tally& mine) {
    mine[0] = static_cast<std::uint64_t>(child->ask(samples));
  };
}

}  // namespace assay
