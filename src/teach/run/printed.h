// Printed: what an example printed, and how it ended.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace assay::teach {

struct Printed {
    std::string text;                    // each line with its end
    std::optional<std::string> failure;  // it failed: with this SQLSTATE, "" where that is not known
    std::string reason;                  // why, for who has to repair it
};

// Lines without blanks at their ends, and without empty lines before and after.
std::string tidy(std::string_view text);

// The same output where it only differs in what those kinds name: as much of it as is compared.
std::string without_varying(std::string_view text, const std::vector<std::string>& kinds);

}  // namespace assay::teach
