// What other linters call our rules: for the comments that switch them off.
#include "domain/migration/read/marks.h"

namespace assay::migration {

const std::vector<PeerName>& peer_names() {
    static const std::vector<PeerName> names{
        {"squawk", "require-concurrent-index-creation", "index-not-concurrent"},
        {"squawk", "require-concurrent-index-deletion", "drop-index-not-concurrent"},
        {"squawk", "require-concurrent-reindex", "reindex-not-concurrent"},
        {"squawk", "require-concurrent-partition-detach", "detach-not-concurrent"},
        {"squawk", "ban-concurrent-index-creation-in-transaction", "concurrently-in-transaction"},
        {"squawk", "adding-foreign-key-constraint", "fk-validated"},
        {"squawk", "constraint-missing-not-valid", "fk-validated"},
        {"squawk", "constraint-missing-not-valid", "check-validated"},
        {"squawk", "constraint-missing-not-valid", "validate-in-same-transaction"},
        {"squawk", "disallowed-unique-constraint", "unique-constraint"},
        {"squawk", "adding-serial-primary-key-field", "primary-key-builds"},
        {"squawk", "adding-not-nullable-field", "set-not-null"},
        {"squawk", "adding-required-field", "add-required-column"},
        {"squawk", "adding-field-with-default", "rewrite-default"},
        {"squawk", "changing-column-type", "type-change"},
        {"squawk", "ban-drop-column", "drop-column"},
        {"squawk", "ban-drop-table", "drop-table"},
        {"squawk", "ban-truncate-cascade", "truncate"},
        {"squawk", "renaming-column", "rename-column"},
        {"squawk", "renaming-table", "rename-table"},
        {"squawk", "require-timeout-settings", "no-lock-timeout"},
        {"squawk", "require-lock-timeout", "no-lock-timeout"},
        {"squawk", "ban-uncommitted-transaction", "uncommitted-transaction"},
        {"squawk", "transaction-nesting", "transaction-nesting"},
        {"eugene", "E1", "fk-validated"}, {"eugene", "E1", "check-validated"}, {"eugene", "E2", "set-not-null"},
        {"eugene", "E4", "statement-after-access-exclusive"}, {"eugene", "E5", "type-change"}, {"eugene", "E6", "index-not-concurrent"},
        {"eugene", "E7", "unique-constraint"}, {"eugene", "E8", "exclusion-constraint"}, {"eugene", "E9", "no-lock-timeout"},
        {"eugene", "E10", "rewrite-default"}, {"eugene", "E11", "rewrite-default"},
        {"atlas", "PG101", "index-not-concurrent"}, {"atlas", "PG102", "drop-index-not-concurrent"}, {"atlas", "PG103", "concurrently-in-transaction"},
        {"atlas", "PG104", "primary-key-builds"}, {"atlas", "PG105", "unique-constraint"}, {"atlas", "PG109", "exclusion-constraint"},
        {"atlas", "PG301", "type-change"}, {"atlas", "PG302", "rewrite-default"}, {"atlas", "PG303", "set-not-null"}, {"atlas", "PG305", "check-validated"},
        {"atlas", "PG306", "fk-validated"}, {"atlas", "PG307", "set-logged"}, {"atlas", "PG309", "rewrite-default"}, {"atlas", "PG310", "rewrite-default"},
        {"atlas", "DS101", "drop-schema"}, {"atlas", "DS102", "drop-table"}, {"atlas", "DS103", "drop-column"}, {"atlas", "BC101", "rename-table"},
        {"atlas", "BC102", "rename-column"}, {"atlas", "MF103", "add-required-column"}, {"atlas", "destructive", "drop-table"},
        {"atlas", "destructive", "drop-column"}, {"atlas", "destructive", "drop-schema"}, {"atlas", "concurrent_index", "index-not-concurrent"},
        {"pgfence", "create-index-not-concurrent", "index-not-concurrent"}, {"pgfence", "drop-index-not-concurrent", "drop-index-not-concurrent"},
        {"pgfence", "add-constraint-fk-no-not-valid", "fk-validated"}, {"pgfence", "add-constraint-check-no-not-valid", "check-validated"},
        {"pgfence", "add-constraint-unique", "unique-constraint"}, {"pgfence", "add-constraint-exclude", "exclusion-constraint"},
        {"pgfence", "alter-column-set-not-null", "set-not-null"}, {"pgfence", "alter-column-type", "type-change"},
        {"pgfence", "drop-column", "drop-column"}, {"pgfence", "drop-table", "drop-table"}, {"pgfence", "truncate", "truncate"},
        {"pgfence", "rename-column", "rename-column"}, {"pgfence", "rename-table", "rename-table"}, {"pgfence", "missing-lock-timeout", "no-lock-timeout"},
        {"pgfence", "statement-after-access-exclusive", "statement-after-access-exclusive"}, {"pgfence", "refresh-matview-blocking", "refresh-blocks"},
        {"pgfence", "attach-partition", "attach-scans"}, {"pgfence", "not-valid-validate-same-tx", "validate-in-same-transaction"},
        {"pgfence", "concurrent-in-transaction", "concurrently-in-transaction"}};
    return names;
}

}  // namespace assay::migration
