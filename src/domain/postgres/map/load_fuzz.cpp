// What is told from the bodies of functions and from the conditions of policies: any bytes as either, on a map
// that holds just the columns which their readers ask for.
#include <cstdint>
#include <memory>
#include <string_view>

#include "domain/postgres/map/load.h"
#include "map/map.h"

using namespace assay;

namespace {

std::unique_ptr<MapBuilder> map_with_one_of_each() {
    auto builder = std::make_unique<MapBuilder>();
    builder->execute(R"(
        create table relations (id, database_id, schema, relname, kind);
        create table attributes (relation_id, attname, id, number, name, not_null);
        create table functions (id integer primary key, database_id, schema, proname, language, body, arguments, argument_types,
                                is_extension, volatility);
        create table policies (id, database_id, relation_id, using_expression, check_expression);
        create table function_tables (a, b, c, d, e);
        create table dynamic_sql (a, b, c, d, e);
        create table policy_facts (a, b, c, d, e, f, g);
        create table policy_keys (a, b, c, d, e, f, g, h);
        create table policy_calls (a, b, c, d, e, f);
        create table policy_reads (a, b, c, d);
        insert into relations values (1, 1, 'public', 't', 'table');
        insert into attributes values (1, 'a', 2, 1, 'a', 1), (1, 'b', 3, 2, 'b', 0);
        insert into functions values
            (4, 1, 'public', 'f', 'plpgsql', '', 'a text, VARIADIC b text[]', 'text, text[]', 0, 'volatile'),
            (5, 1, 'public', 'g', 'sql', '', '', '', 0, 'stable');
        insert into policies values (6, 1, 1, '', ''))");
    return builder;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const auto builder = map_with_one_of_each();
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    for (const auto* sql : {"update functions set body = ?", "update policies set using_expression = ?1, check_expression = ?1"}) {
        auto update = builder->prepare(sql);
        update.bind(1, text);
        update.step();
    }
    postgres::load_bodies(1, *builder);
    postgres::load_policies(1, *builder);
    builder->execute("delete from function_tables; delete from dynamic_sql; delete from policy_facts; delete from policy_keys;"
                     "delete from policy_calls; delete from policy_reads");
    return 0;
}
