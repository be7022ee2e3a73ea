// The parts of the reader of EXPLAIN's text format: lines, titles of nodes, attributes.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/query/read/plan_tree.h"

namespace assay::query::text_plan {

// One line as EXPLAIN wrote it: literals with line breaks and lines that a terminal wrapped are joined.
struct Line {
    std::string text;     // without the indentation
    int indentation = 0;  // in columns
    int number = 0;       // of its first line in the source
    bool whole = true;    // false: a quote or bracket is still open at its end
};
std::vector<Line> logical_lines(std::string_view text);

// The figures at the end of a node's line, and what stands before them.
struct NodeLine {
    std::string title;
    std::string costs;   // "cost=0.00..1.00 rows=1 width=4"; empty with COSTS OFF
    std::string actual;  // "actual time=… rows=… loops=…", "never executed"
};
NodeLine cut_figures(const std::string& line);
// Adds costs and actual figures under their JSON names.
void add_figures(const NodeLine& line, PlanTree& node);

// Adds "Node Type" and what else a title says: "Parallel Index Scan Backward using i on s.t a".
void add_title(std::string_view title, PlanTree& node);
// Whether a text without figures is a node's title: it begins with a type that EXPLAIN knows.
bool is_title(std::string_view text);

// Adds what "Name: value" says under its JSON names.
void add_attribute(std::string_view name, std::string_view value, PlanTree& to, int line);

}  // namespace assay::query::text_plan
