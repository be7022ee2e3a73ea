// The commands, each in a file of its own beside this one.
#pragma once

#include "face/cli/command.h"

namespace assay::cli {

extern const Command ask;
extern const Command check;
extern const Command completion;
extern const Command doctor;
extern const Command explain;
extern const Command fix;
extern const Command guide_coverage;
extern const Command guide_list;
extern const Command guide_run;
extern const Command guide_show;
extern const Command init;
extern const Command map;
extern const Command mcp;
extern const Command migrate_diff;
extern const Command migrate_drift;
extern const Command migrate_from_mysql;
extern const Command migrate_history;
extern const Command migrate_lint;
extern const Command migrate_plan;
extern const Command migrate_trace;
extern const Command plugin_check;
extern const Command query_explain;
extern const Command query_index;
extern const Command query_lint;
extern const Command query_log;
extern const Command query_rewrite;
extern const Command query_snapshot;
extern const Command replay;
extern const Command rules;
extern const Command serve;
extern const Command sql;
extern const Command test_rules;
extern const Command version;

}  // namespace assay::cli
