// Figures as findings and proofs print them.
#pragma once

#include <string>

namespace assay {

std::string shown_ms(double ms);  // "0.04 ms", "3.1 ms", "108 ms", "1.4 s"

}  // namespace assay
