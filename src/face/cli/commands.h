// The commands, each in a file of its own beside this one.
#pragma once

#include "face/cli/command.h"

namespace assay::cli {

extern const Command check, fix, replay, rules, explain, map, doctor, test_rules, init, version, completion, mcp, serve, ask;
extern const Command query_explain, query_lint, query_log, query_index, query_rewrite, query_snapshot;
extern const Command migrate_lint, migrate_trace;
extern const Command guide_show, guide_list, guide_coverage, guide_run;
extern const Command plugin_check;

}  // namespace assay::cli
