// Plans, drawn: as a tree with bars in the terminal, and as JSON.
#pragma once

#include <string>
#include <vector>

#include "domain/query/model/plan.h"
#include "render/json_writer.h"
#include "render/render.h"

namespace assay::rendering {

// The heaviest nodes in words, then the tree: what each node spends itself, a bar, rows against estimates.
// Of more than `most_nodes`, those that cost nothing are left out and counted.
std::string plan_text(const query::Plan& plan, const RenderOptions& options, std::size_t most_nodes = 60);

// The same tree as a part of an HTML page: nodes that fold, with everything EXPLAIN said of each.
std::string plan_html(const query::Plan& plan);

// Members "plan" (the first) and, of several, "plans": docs/schema/query_explain.schema.json.
void write_plans(JsonWriter& json, const std::vector<const query::Plan*>& plans);

}  // namespace assay::rendering
