// SPDX-License-Identifier: Apache-2.0
#include "launch_files.hpp"

namespace assay {

std::string name_of(InputFile::How how) {
  switch (how) {
    case InputFile::How::copied:
      return "copy";
    case InputFile::How::linked:
      return "link";
    default:
      return "template";
  }
}

}  // namespace assay
