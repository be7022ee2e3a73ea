// Sizes of indexes: against what PostgreSQL builds, on values that stress each part of the model.
#include "domain/query/model/index_size.h"

#include <fmt/core.h>

#include <cmath>

#include "domain/query/read/table_statistics.h"
#include "lab/test_server.h"

namespace assay::query {

using namespace lab;

namespace {

constexpr const char* rows = R"(
create table t (id int, few text, code char(4), price numeric(12,2), born date, gone int, word varchar(40), ref uuid, ratio float8, at timestamptz);
insert into t select i, 'word ' || a % 40, lpad((b % 900)::text, 4), (i * 7919 % 100000) / 7.0, date '1950-01-01' + c % 9000,
  case when b % 3 = 0 then i end, repeat('x', a % 41), md5(i::text)::uuid, c % 5000, timestamptz '2024-01-01' + i * interval '1 minute'
  from (select i, abs(hashint4(i)::bigint)::int a, abs(hashint4(i + 1000000)::bigint)::int b, abs(hashint4(i + 2000000)::bigint)::int c from generate_series(1, 60000) i) x;
analyze t;
)";

struct Sized {
    double built = 0, model = 0;
    double error() const { return std::abs(model / built - 1); }
};

class Sizes {
public:
    Sizes() : database_{test_database()}, session_{must(database_->connect_as_superuser())} {
        must(session_.query(std::string{"set search_path = public;"} + rows));
        tables_ = must(read_tables(session_));
    }
    Sized of(const IndexText& index, double share = 1) {
        const auto bytes = must(session_.query("begin; " + index.statement() + "; select pg_relation_size(max(indexrelid)) from pg_index")).real(0, 0);
        must(session_.query("rollback"));
        return {bytes, index_bytes(tables_, index, share)};
    }

private:
    std::unique_ptr<Database> database_;
    pg::Connection session_;
    Tables tables_;
};

}  // namespace

TEST_SUITE("query: sizes of indexes") {
    TEST_CASE("B-trees within a quarter of what is built, most within a tenth") {
        Sizes sizes;
        int near = 0, all = 0;
        const auto check = [&](std::vector<std::string> keys, std::vector<std::string> included = {}, bool unique = false) {
            const IndexText index{.table = "public.t", .keys = std::move(keys), .included = std::move(included), .unique = unique};
            const auto sized = sizes.of(index);
            CHECK_MESSAGE(sized.error() <= 0.25, index.statement() << ": built " << sized.built << ", model " << sized.model);
            near += sized.error() <= 0.1;
            ++all;
        };
        for (const auto* column : {"id", "few", "code", "price", "born", "gone", "word", "ref", "ratio", "at"}) check({column});
        check({"id"}, {}, true);
        check({"few", "code"});
        check({"few", "price"});
        check({"code", "born", "few"});
        check({"gone", "few"});
        check({"born"}, {"price", "few"});
        check({"ref", "word"});
        check({"at DESC", "id"});
        CHECK(near >= all - 2);
    }

    TEST_CASE("a part of the rows takes its part") {
        Sizes sizes;
        const auto sized = sizes.of({.table = "public.t", .keys = {"born"}, .predicate = "few = 'word 7'"}, 1.0 / 40);
        CHECK(sized.error() <= 0.25);
    }

    TEST_CASE("hash and BRIN") {
        Sizes sizes;
        CHECK(sizes.of({.table = "public.t", .keys = {"ref"}, .method = "hash"}).error() <= 0.25);
        CHECK(sizes.of({.table = "public.t", .keys = {"at"}, .method = "brin"}).error() <= 0.25);
    }

    TEST_CASE("monotone in rows, keys and fill") {
        ColumnStatistics number{.distinct = 1e6, .widths = {{4, 1}}, .alignment = 4}, text{.distinct = 1e6, .widths = {{20, 1}}, .alignment = 4, .variable_width = true};
        const auto bytes = [](double count, std::vector<const ColumnStatistics*> keys, int fillfactor = 90) {
            return btree_size({.rows = count, .keys = std::move(keys), .fillfactor = fillfactor}).bytes;
        };
        CHECK(bytes(0, {&number}) == 16384);
        CHECK(bytes(1e6, {&number}) < bytes(2e6, {&number}));
        CHECK(bytes(1e6, {&number}) < bytes(1e6, {&number, &text}));
        CHECK(bytes(1e6, {&number}) < bytes(1e6, {&number}, 50));
        CHECK(btree_size({.rows = 1e6, .keys = {&number}}).height == 2);
        ColumnStatistics flag{.distinct = 2, .widths = {{1, 1}}, .alignment = 1};
        CHECK(bytes(1e6, {&flag}) * 3 < btree_size({.rows = 1e6, .keys = {&flag}, .merges_duplicates = false}).bytes);
        CHECK(combined_distinct(1000, {&flag, &number}) <= 1000);
        CHECK(combined_distinct(1e9, {&flag, &flag}) == doctest::Approx(4));
        CHECK(index_bytes({}, {.table = "public.nowhere", .keys = {"a"}}) == 0);
        const Tables tables{{"t", {.name = "t", .rows = 1000, .pages = 10, .columns = {{.name = "a", .type = "jsonb"}}}}};
        CHECK(index_bytes(tables, {.table = "t", .keys = {"a"}, .method = "gin"}) == 0);  // no model
    }
}

}  // namespace assay::query
