// Figures: numbers in a topic's prose, and what backs each: a named source, or what an example on the page does or prints.
#pragma once

#include <string>
#include <vector>

#include "teach/topic.h"

namespace assay::teach {

struct Figure {
    std::string text;  // "1,000"
    int line = 0;
};

// Those that nothing backs. A paragraph, an item of a list or a row of a table that cites a source, such as [2], may say
// any; elsewhere a number must stand in an executed example of the page or in its output. Code spans, and numbers that are
// part of a name ("PostgreSQL 15", "RFC 9457", "HTTP/2", "p99"), are no figures.
std::vector<Figure> unbacked_figures(const Topic& topic);

// The numbers of the sources that a text cites: [1] and [2].
std::vector<int> citations_in(std::string_view text);

}  // namespace assay::teach
