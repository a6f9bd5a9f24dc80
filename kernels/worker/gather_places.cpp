// SPDX-License-Identifier: Apache-2.0
// Each place as a message.
#include "gather_places.hpp"

#include <string>

#include "exchange.hpp"

namespace assay {

std::vector<Place> gather_places(Place const& mine) {
  std::vector<Place> places;
  for (std::string const& text : gather(to_text(place_json(mine))))
    places.push_back(place_from(parse_json(text)));
  return places;
}

}  // namespace assay
