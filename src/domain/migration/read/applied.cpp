// The books that migration tools keep in the database, read in a session that cannot write.
#include <fmt/core.h>

#include <array>

#include "domain/migration/read/history.h"
#include "lab/live.h"
#include "world/limits.h"

namespace assay::migration {

namespace {

// A tool's table, and a query of it for version, name, checksum, failed.
struct Book {
    sql::Convention convention;
    std::string_view table, query;
};
constexpr std::array<Book, 12> books{{
    {sql::Convention::flyway, "flyway_schema_history", "select coalesce(version, ''), script, coalesce(checksum::text, ''), not success from flyway_schema_history where type <> 'SCHEMA' order by installed_rank"},
    {sql::Convention::prisma, "_prisma_migrations", "select split_part(migration_name, '_', 1), migration_name, checksum, finished_at is null and rolled_back_at is null from _prisma_migrations where rolled_back_at is null order by started_at"},
    {sql::Convention::alembic, "alembic_version", "select version_num, '', '', false from alembic_version"},
    {sql::Convention::django, "django_migrations", "select name, name, '', false from django_migrations order by id"},
    {sql::Convention::sqlx, "_sqlx_migrations", "select version::text, '', encode(checksum, 'hex'), not success from _sqlx_migrations order by version"},
    {sql::Convention::goose, "goose_db_version", "select version_id::text, '', '', false from goose_db_version where is_applied and version_id > 0 order by id"},
    {sql::Convention::liquibase, "databasechangelog", "select author || ':' || id, filename, coalesce(md5sum, ''), exectype not in ('EXECUTED', 'RERAN', 'MARK_RAN') from databasechangelog order by orderexecuted"},
    {sql::Convention::sql_migrate, "gorp_migrations", "select id, id, '', false from gorp_migrations order by applied_at"},
    {sql::Convention::diesel, "__diesel_schema_migrations", "select version, '', '', false from __diesel_schema_migrations order by version"},
    {sql::Convention::golang_migrate, "schema_migrations", "select version::text, '', '', false from schema_migrations order by 1"},
    {sql::Convention::rails, "schema_migrations", "select version::text, '', '', false from schema_migrations order by 1"},
    {sql::Convention::dbmate, "schema_migrations", "select version::text, '', '', false from schema_migrations order by 1"}}};

}  // namespace

Result<std::unique_ptr<Applied>> read_applied(const std::string& conninfo, sql::Convention convention) {
    auto connection = lab::open_live(conninfo);
    if (!connection) return tl::unexpected(connection.error());
    for (const auto& book : books) {
        const bool by_convention = convention == sql::Convention::numbered || convention == sql::Convention::single || book.convention == convention;
        const auto there = connection->query(fmt::format("select to_regclass('{}') is not null", book.table), limits::live_statement_time);
        if (!there) return tl::unexpected(there.error());
        if (!by_convention || !there->boolean(0, 0)) continue;
        const auto rows = connection->query(std::string{book.query}, limits::live_statement_time);
        if (!rows) return tl::unexpected(rows.error());
        auto applied = std::make_unique<Applied>();
        applied->table = book.table;
        applied->server = lab::shown_address(conninfo);
        for (int i = 0; i < rows->size(); ++i) applied->versions.push_back({std::string{rows->text(i, 0)}, std::string{rows->text(i, 1)}, std::string{rows->text(i, 2)}, rows->boolean(i, 3)});
        return applied;
    }
    return fail("expected a table in which a tool keeps what it applied: flyway_schema_history, _prisma_migrations, schema_migrations, alembic_version or another", {lab::shown_address(conninfo)});
}

}  // namespace assay::migration
