// Nearest: what somebody who mistyped may have meant.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

// How many characters were left out, put in, changed or swapped with their neighbour (optimal string alignment), in bytes.
std::size_t edit_distance(std::string_view a, std::string_view b);

// The nearest of some names, for "did you mean"; empty when none is near.
std::string nearest(std::string_view wanted, const std::vector<std::string_view>& names);

}  // namespace assay
