// The advice in the lab, on rows: what is chosen, what is dropped, what is built, what is run.
#include "domain/query/prove/index_advice.h"

#include <algorithm>

#include "core/text.h"
#include "domain/query/read/workload.h"
#include "lab/test_server.h"

namespace assay::query {

using namespace lab;

namespace {

constexpr const char* schema = R"(
create table p (id int primary key, name text);
create table t (id int primary key, p_id int references p, kind text, made timestamptz not null, long_key text, tags int[], low int);
insert into p select i, 'p' || i from generate_series(1, 2000) i;
insert into t select i, 1 + i % 2000, 'kind ' || i % 3, timestamptz '2024-01-01' + i * interval '1 minute', repeat('x', 80) || i, array[i % 200], i % 40
  from generate_series(1, 20000) i;
)";

IndexAdvice advise(const std::string& statements, AdviceOptions options = {}, const std::string& more_schema = "") {
    auto database = test_database();
    {
        auto session = must(database->connect());
        must(session.query(schema + more_schema));
        must(session.query("vacuum analyze"));
    }
    const auto workload = read_statement_script(statements, "w.sql");
    REQUIRE(workload);
    return must(advise_indexes(*database, **workload, options));
}

std::vector<std::string> columns(const IndexAdvice& advice) {
    std::vector<std::string> all;
    for (const auto& index : advice.indexes) all.push_back((index.text.method == "btree" ? "" : index.text.method + " ") + index.text.columns());
    return all;
}

bool noted(const IndexAdvice& advice, const std::string& start) {
    return std::any_of(advice.notes.begin(), advice.notes.end(), [&](const auto& note) { return starts_with(note, start); });
}

}  // namespace

TEST_SUITE("query: advice on indexes") {
    TEST_CASE("directions that run against each other, expressions, hash for long keys") {
        CHECK(columns(advise("select * from t order by made desc, low limit 10")) == std::vector<std::string>{"(made, low DESC)"});
        CHECK(columns(advise("select * from t where lower(long_key) = 'x'")) == std::vector<std::string>{"((lower(long_key)))"});
        AdviceOptions small;
        small.budget = 1.5e6;  // a B-tree of such keys takes 2.5 MB
        CHECK(columns(advise("select * from t where long_key = 'x'", small)) == std::vector<std::string>{"hash (long_key)"});
    }

    TEST_CASE("an expression that is not immutable is no key") {
        CHECK(columns(advise("select * from t where date_trunc('day', made) = '2024-01-02'")).empty());
        CHECK(columns(advise("select * from t where made::date = '2024-01-02'")).empty());
    }

    TEST_CASE("writes that cost more than the reads gain leave the table as it is") {
        std::string statements = "select * from t where low = 7;";
        CHECK(columns(advise(statements)).size() == 1);
        statements += "insert into t select i + 100000, 1, 'x', now(), 'x', null, i from generate_series(1, 400000) i;";
        CHECK(columns(advise(statements)).empty());
    }

    TEST_CASE("foreign keys without an index are asked when rows that they point to go") {
        const auto advice = advise("delete from p where id = 7");
        CHECK(columns(advice) == std::vector<std::string>{"(p_id)"});
        REQUIRE(advice.queries.size() == 2);
        CHECK(advice.queries[1].name == "foreign key t_p_id_fkey of public.t, asked by: delete from p where id = $1");
        CHECK(columns(advise("update p set name = 'x' where id = 7")).empty());
        CHECK(columns(advise("update p set id = 7000 where id = 7")).size() == 1);
    }

    TEST_CASE("existing indexes: covered ones are not advised again, first keys of others go, unused ones are only named") {
        const std::string more = "create index t_low on t (low); create index t_low_made on t (low, made); create index t_kind on t (kind); create unique index on t (low, id);";
        const auto advice = advise("select * from t where low = 7", {}, more);
        CHECK(advice.indexes.empty());
        REQUIRE(advice.drops.size() == 1);
        CHECK(advice.drops[0].index == "public.t_low");
        CHECK(advice.drops[0].cost_after >= advice.drops[0].cost_before);
        CHECK(noted(advice, "not used by this workload, but perhaps by others (only the server's counters tell; a snapshot has them): public.t_kind"));
    }

    TEST_CASE("two indexes that one longer one can stand for are merged") {
        const std::string more = "create table u as select id, p_id as a, 'kind ' || abs(hashint4(id)::bigint) % 30 as kind, abs(hashint4(id + 9)::bigint) % 40 as low from t; create index u_kind on u (a, kind); create index u_low on u (a, low);";
        const auto advice = advise("select * from u where a = 7 and kind = 'kind 1'; select * from u where a = 9 and low = 8;", {}, more);
        REQUIRE(advice.drops.size() == 2);
        REQUIRE(advice.indexes.size() == 1);
        CHECK(advice.indexes[0].text.keys == std::vector<std::string>{"a", "kind", "low"});
        CHECK(advice.indexes[0].serves.size() == 2);
        CHECK(advice.indexes[0].bytes < advice.drops[0].bytes + advice.drops[1].bytes);
        CHECK(starts_with(advice.drops[0].reason, "merged with public.u_low into (a, kind, low)"));
        // Where the second column is what finds the rows, they stay.
        const std::string apart = "create index t_low_id on t (low, made); create index t_low_key on t (low, long_key);";
        CHECK(advise("select * from t where low = 7 and made = '2024-01-01'; select * from t where low = 7 and long_key = 'x';", {}, apart).drops.empty());
    }

    TEST_CASE("what gains hardly anything for each statement is not advised") {
        const std::string more = "create index t_made on t (made);";
        CHECK(advise("select * from t where made = '2024-01-02' and kind = 'kind 1'; select * from t where made = '2024-01-03' and low = 3;", {}, more).indexes.empty());
    }

    TEST_CASE("a statement that outweighs all others does not hide what helps them") {
        const std::string heavy = "select count(*) from t a where low = (select max(low) from t b where b.p_id = a.p_id);";
        CHECK(columns(advise(heavy + "select * from t where kind = 'kind 1' and low = 3 order by made limit 1; select max(made) from t;")).size() >= 2);
    }

    TEST_CASE("of two equal indexes one goes") {
        const auto advice = advise("select * from t where low = 7", {}, "create index t_1 on t (low); create index t_2 on t (low);");
        REQUIRE(advice.drops.size() == 1);
        CHECK(advice.drops[0].index == "public.t_2");
    }

    TEST_CASE("an index in another order of texts or for patterns stands for nothing and nothing for it") {
        const std::string more = "create index t_1 on t (kind); create index t_2 on t (kind collate \"C\", made); create index t_3 on t (kind text_pattern_ops, made);";
        CHECK(advise("select * from t where kind = 'kind 1' limit 3", {}, more).drops.empty());
    }

    TEST_CASE("the server's counters say what nobody uses") {
        AdviceOptions options;
        options.counters.index_scans = {{"public.t_kind", 0}, {"public.t_made", 9}};
        options.counters.tables["public.t"] = {};
        const auto advice = advise("select * from t where low = 7", options, "create index t_kind on t (kind); create index t_made on t (made);");
        REQUIRE(advice.drops.size() == 1);
        CHECK(advice.drops[0].index == "public.t_kind");
        CHECK(noted(advice, "not used by this workload, but perhaps by others: public.t_made (9 scans counted)"));
    }

    TEST_CASE("with rows, inverted indexes are built and statements run") {
        AdviceOptions options;
        options.rows.own = true;
        options.repeats = 3;
        const auto advice = advise("select id from t where tags @> array[5]; select id from t where p_id = 9;", options);
        const auto made = columns(advice);
        CHECK(std::count(made.begin(), made.end(), "gin (tags)") == 1);
        CHECK(std::count(made.begin(), made.end(), "(p_id)") == 1);
        REQUIRE(advice.times.size() == 2);
        for (const auto& timed : advice.times) {
            REQUIRE(timed);
            CHECK(timed->runs == 3);
            CHECK(timed->blocks_after < timed->blocks_before);
            CHECK((timed->ms_before.least <= timed->ms_before.middle && timed->ms_before.middle <= timed->ms_before.most));
        }
        double after = 0;
        for (const auto& query : advice.queries) after += query.calls * query.cost_after;
        for (const auto& index : advice.indexes) after += index.upkeep;
        CHECK(advice.cost_after == doctest::Approx(after));
        CHECK(noted(advise("select id from t where tags @> array[5]"), "not tried: GIN on public.t (tags)"));
    }

    TEST_CASE("a budget holds, and no bytes mean no index") {
        AdviceOptions none;
        none.budget = 8192;
        CHECK(advise("select * from t where low = 7", none).indexes.empty());
        AdviceOptions little;
        little.most_of_a_table = 1;
        CHECK(advise("select * from t where low = 7; select * from t where p_id = 7; select max(made) from t", little).indexes.size() == 1);
    }

    TEST_CASE("stopped before it begins, it still says what the workload costs") {
        AdviceOptions options;
        options.stop = [] { return true; };
        const auto advice = advise("select * from t where low = 7", options);
        CHECK_FALSE(advice.complete);
        CHECK(advice.indexes.empty());
        CHECK(advice.cost_before > 0);
    }

    TEST_CASE("parameters without values take usual ones, or are planned generically") {
        const auto statements = read_statement_csv("userid,dbid,queryid,query,calls,total_exec_time,rows\n1,1,1,select * from t where low = $1 and made > $2 limit $3,9,9,9\n"
                                                   "1,1,2,select * from t where coalesce(kind; 'x') = $1,1,1,1\n", "s.csv");
        REQUIRE(statements);
        auto database = test_database();
        {
            auto session = must(database->connect());
            must(session.query(schema));
            must(session.query("vacuum analyze"));
        }
        const auto advice = must(advise_indexes(*database, **statements, {}));
        REQUIRE(!advice.queries.empty());
        CHECK_FALSE(advice.queries[0].generic);
        CHECK(advice.queries[0].statement.find('$') == std::string::npos);
        CHECK(advice.queries[0].statement.find("limit 20") != std::string::npos);
        CHECK(noted(advice, "1 statement without values of parameters: planned with values"));
    }

    TEST_CASE("plans without values: said where a prepared statement would keep one, and which index it does not use") {
        // Half of the rows are 'common'; without its value one of some two thousand is expected.
        const std::string more = "create table job (id int primary key, state text, made timestamptz, note text); "
                                 "insert into job select i, case when i % 2 = 0 then 'common' else 'rare ' || i % 4000 end, timestamptz '2024-01-01' + i * interval '1 minute', repeat('x', 100) "
                                 "from generate_series(1, 20000) i;";
        auto database = test_database();
        {
            auto session = must(database->connect());
            must(session.query(schema + more));
            must(session.query("vacuum analyze"));
        }
        Workload workload;
        workload.format = "stderr";
        workload.queries.push_back({.fingerprint = "1", .text = "select * from job where state = $1", .calls = 10,
                                    .samples = {{.statement = "select * from job where state = $1", .parameters = "$1 = 'common'"}}, .named_calls = 10});
        workload.queries.push_back({.fingerprint = "2", .text = "select * from t where low = $1", .calls = 10,
                                    .samples = {{.statement = "select * from t where low = $1", .parameters = "$1 = '5'"}}, .named_calls = 10});
        const auto with = [&](PlanKind kind) {
            AdviceOptions options;
            options.plans = kind;
            return must(advise_indexes(*database, workload, options));
        };
        const auto both = with(PlanKind::both);
        CHECK(columns(both) == std::vector<std::string>{"(low)"});
        REQUIRE(both.queries[0].without_values);
        CHECK(both.queries[0].without_values->cost_before == doctest::Approx(both.queries[0].without_values->cost_after));
        CHECK(both.queries[0].without_values->kept);  // it expects far fewer rows than these calls read
        REQUIRE(both.queries[1].without_values);
        CHECK(both.queries[1].without_values->cost_after < both.queries[1].without_values->cost_before);
        CHECK(both.queries[1].without_values->unused.empty());

        const auto custom = with(PlanKind::custom);
        CHECK(columns(custom) == columns(both));
        CHECK_FALSE(custom.queries[0].without_values);

        const auto generic = with(PlanKind::generic);
        CHECK(columns(generic).size() == 2);  // an index on the state seems worth while
        CHECK(generic.queries[0].generic);

        // A statement without a name is planned anew for each call.
        workload.queries[1].named_calls = 0;
        CHECK_FALSE(with(PlanKind::both).queries[1].without_values);
    }

    TEST_CASE("tables in partitions take no index concurrently") {
        const std::string more = "create table log (at date not null, low int, note text) partition by range (at); create table log_1 partition of log for values from ('2024-01-01') to ('2025-01-01'); "
                                 "insert into log select date '2024-01-01' + i % 300, i % 5000, repeat('x', 50) from generate_series(1, 20000) i;";
        const auto advice = advise("select * from log where low = 7", {}, more);
        REQUIRE(advice.indexes.size() == 1);
        CHECK(starts_with(advice.indexes[0].statement, "CREATE INDEX ON public.log"));
        CHECK(starts_with(advise("select * from t where low = 7").indexes.at(0).statement, "CREATE INDEX CONCURRENTLY ON public.t"));
    }

    TEST_CASE("on a sample of the rows, inverted indexes are built, and reckoned for all of them") {
        auto database = test_database(), sample = test_database();
        {
            auto session = must(database->connect()), less = must(sample->connect());
            must(session.query(schema));
            must(session.query("vacuum analyze"));
            must(less.query(replaced(schema, "(1, 20000)", "(1, 5000)")));
            must(less.query("vacuum analyze"));
        }
        const auto workload = must(read_statement_script("select id from t where tags @> array[5]; select id from t where p_id = 9;", "w.sql"));
        AdviceOptions options;
        options.rows.sample = sample.get();
        options.rows.shares["public.t"] = 0.25;
        options.repeats = 1;
        const auto advice = must(advise_indexes(*database, *workload, options));
        CHECK(advice.sampled);
        const auto gin = std::find_if(advice.indexes.begin(), advice.indexes.end(), [](const auto& index) { return index.text.method == "gin"; });
        REQUIRE(gin != advice.indexes.end());
        CHECK(gin->of_rows == 0.25);
        auto all = must(database->connect());
        must(all.query("create index real on t using gin (tags)"));
        const auto bytes = std::stod(value(all, "select pg_relation_size('real')"));
        CHECK(gin->bytes > 0.5 * bytes);
        CHECK(gin->bytes < 2 * bytes);
        must(all.query("analyze t"));
        const auto cost = plan_number(value(all, "explain (format json) select id from t where tags @> array[5]"), "Total Cost").value();
        CHECK(gin->serves.at(0).cost_after > 0.3 * cost);
        CHECK(gin->serves.at(0).cost_after < 3 * cost);
    }
}

}  // namespace assay::query
