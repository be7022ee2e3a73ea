// Plans, drawn: as a tree with bars in the terminal, and as JSON.
#pragma once

#include <string>
#include <vector>

#include "domain/query/model/plan.h"
#include "render/json_writer.h"
#include "render/render.h"

namespace assay::rendering {

struct View;

// The heaviest nodes in words, then the tree: what each node spends itself, a bar, rows against estimates.
// Of more than `most_nodes`, those that cost nothing are left out and counted.
std::string plan_text(const query::Plan& plan, const RenderOptions& options, std::size_t most_nodes = 60);

// The plan as a part of an HTML page that needs nothing else: who waits for whom as an icicle, the steps by time, rows,
// estimates, blocks or cost, everything EXPLAIN said of each, and the findings about it. `number` is its own on the page.
std::string plan_html(const query::Plan& plan, const View& view, int number = 1);

// Members "plan" (the first) and, of several, "plans": docs/schema/query_explain.schema.json.
void write_plans(JsonWriter& json, const std::vector<const query::Plan*>& plans);

}  // namespace assay::rendering
