// SPDX-License-Identifier: Apache-2.0
// The interpreter of the analysis, and its packages.
#include "doctor.hpp"
#include "report/run_analysis.hpp"
#include "text/lines.hpp"

namespace assay::doctor {
namespace {

// Names what cannot be imported; the version where all can. A package may be there and
// broken, as after an upgrade of another.
constexpr char const* script =
    "import importlib, sys\n"
    "def fails(name):\n"
    "    try:\n"
    "        importlib.import_module(name)\n"
    "    except Exception:\n"
    "        return True\n"
    "names = ['numpy', 'scipy.stats', 'matplotlib.figure', 'jinja2']\n"
    "missing = [n.split('.')[0] for n in names if fails(n)]\n"
    "print(' '.join(missing) if missing else sys.version.split()[0])\n"
    "sys.exit(1 if missing else 0 if sys.version_info >= (3, 9) else 2)\n";

}  // namespace

Lines check_python(Patient const& patient) {
  auto const python = python_interpreter();
  auto const answer = run_process(
      {{python, "-c", script}, patient.environment, "/", ""}, {.timeout_s = 60});
  auto const said = first_line(answer.output_tail);
  if (answer.ending != Ending::exited || answer.exit_code > 2) {
    return {{"Python", Level::error, python + " does not start",
             "name another interpreter in ASSAY_PYTHON"}};
  }
  if (answer.exit_code == 1) {
    return {{"Python", Level::error, python + " lacks " + said,
             "install them from the distribution or with " + python +
                 " -m pip install, or name another interpreter in ASSAY_PYTHON"}};
  }
  if (answer.exit_code == 2) {
    return {{"Python", Level::error, python + " is " + said + ", older than 3.9",
             "name a newer interpreter in ASSAY_PYTHON"}};
  }
  return {{"Python", Level::ok, python + ", " + said + " with all packages"}};
}

}  // namespace assay::doctor
