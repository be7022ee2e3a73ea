#include "sql/query_file.h"

#include <doctest/doctest.h>

namespace assay::sql {

TEST_SUITE("sql: query files") {
    TEST_CASE("statements that read and write rows are queries, what makes a schema is not") {
        CHECK(holds_queries_only("-- name: GetOrder :one\nSELECT * FROM orders WHERE id = $1;\n\nInsert into t values (1); (select 1);"));
        CHECK(holds_queries_only("with x as (select 1) select * from x"));
        CHECK_FALSE(holds_queries_only("create table t (id int); select 1;"));
        CHECK_FALSE(holds_queries_only("select 1;\n\\d t\n"));
        CHECK_FALSE(holds_queries_only("-- nothing"));
        CHECK_FALSE(holds_queries_only("select 'open"));
    }
}

}  // namespace assay::sql
