// Figures as findings and proofs print them.
#pragma once

#include <string>

namespace assay {

std::string shown_cost(double cost);  // of a planner: "0.44", "12345", "1.23e+07"
std::string shown_ms(double ms);  // "0.04 ms", "3.1 ms", "108 ms", "1.4 s"

}  // namespace assay
