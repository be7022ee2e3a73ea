// Roles, names and pairs of any statement that PostgreSQL's grammar reads, against a small schema.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "domain/query/model/column_roles.h"
#include "sql/parser.h"
#include "sql/tree.h"

using namespace assay;

namespace {

const query::Tables& schema() {
    static const query::Tables tables = [] {
        query::Tables made;
        for (const char* name : {"public.orders", "public.customers", "shop.books"}) {
            query::Table& table = made[name];
            table.name = name;
            for (const char* column : {"id", "customer_id", "total", "deleted_at", "title"}) table.columns.push_back({.name = column, .type = "bigint"});
        }
        return made;
    }();
    return tables;
}

void check(const sql::Parser& parser, const std::string& text) {
    const auto tree = sql::Tree::parse(parser, text);
    if (!tree) return;
    for (const auto statement : tree->root()["stmts"]) {
        const auto roles = query::roles_of(statement["stmt"], schema());
        for (const auto& pair : roles.pairs)
            if (pair.use >= roles.uses.size() || pair.other_use >= roles.uses.size()) std::abort();
        for (const auto& use : roles.uses)
            if (!use.table) std::abort();
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static auto thread = sql::ParserThread::start();
    if (!thread) std::abort();
    const std::string text{reinterpret_cast<const char*>(data), size};
    if (!sql::Tree::takes(text)) return 0;
    thread->run([&](const sql::Parser& parser) { check(parser, text); });
    return 0;
}
