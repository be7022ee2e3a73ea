// Plans on statistics alone against plans on the rows themselves: a database is made, measured, copied without rows.
#include "lab/statistics.h"

#include <fmt/core.h>

#include "core/text.h"
#include "lab/test_server.h"

namespace assay::lab {

namespace {

constexpr const char* schema = R"(
create schema "Shop";
create type state as enum ('new', 'paid', 'sent', 'gone');
create domain money_cents as bigint check (value >= 0);
create table customers (id int primary key, email text not null, name varchar(40), city text, zip text, born date,
  tags text[], score numeric(10,2), active boolean, code char(8), ref uuid);
create unique index on customers (lower(email));
create index customers_city on customers (city, zip);
create index customers_active on customers (born) where active;
create index customers_tags on customers using gin (tags);
create table orders (id bigint, customer_id int not null references customers, made timestamptz not null, state state not null,
  total money_cents, note text, stay int4range, primary key (id, made)) partition by range (made);
create table orders_1 partition of orders for values from ('2024-01-01') to ('2024-04-01');
create table orders_2 partition of orders for values from ('2024-04-01') to ('2024-07-01');
create table orders_3 partition of orders for values from ('2024-07-01') to ('2025-01-01');
create index orders_customer on orders (customer_id, made desc);
create index orders_day on orders ((date_trunc('day', made at time zone 'UTC')));
create table "Shop"."Lines" (%s order_id bigint not null, "Position" int, product int, quantity int, price numeric, ratio float8,
  at_time timestamptz);
create index lines_order on "Shop"."Lines" (order_id);
create index lines_product on "Shop"."Lines" (product) include (quantity, price);
create index lines_time on "Shop"."Lines" using brin (at_time);
create index lines_hash on "Shop"."Lines" using hash (product);
create statistics city_zip (ndistinct, dependencies, mcv) on city, zip from customers;
create statistics lines_pair (ndistinct, dependencies, mcv) on product, quantity from "Shop"."Lines";
create statistics customers_domain on lower(email), (score * 2) from customers;
create materialized view totals as select product, sum(quantity) as pieces from "Shop"."Lines" group by product;
create unique index on totals (product);
create table fresh (id int primary key, word text);
)";

// A dropped column moves the numbers of all that follow it.
std::string with_dropped_column(bool dropped) {
    return fmt::format("{}{}{}", std::string{schema}.substr(0, std::string{schema}.find("%s")), dropped ? "gone int," : "",
                       std::string{schema}.substr(std::string{schema}.find("%s") + 2)) +
           (dropped ? "alter table \"Shop\".\"Lines\" drop column gone;" : "");
}

constexpr const char* rows = R"(
insert into customers select i, 'user' || i || '@example.com', case when i % 9 > 0 then 'name ' || i % 700 end, 'city ' || i % 50,
  'zip ' || i % 50 || '-' || i % 3, date '1950-01-01' + i % 20000, array['t' || i % 7, 't' || i % 11], (i * 37 % 1000) / 7.0,
  i % 5 = 0, 'c' || i % 90, md5(i::text)::uuid from generate_series(1, 20000) i;
insert into orders select i, i * 7919 % 20000 + 1, timestamptz '2024-01-01' + i * interval '4 minutes',
  (array['new','paid','sent','sent','sent'])[i % 5 + 1]::state, i % 4000, repeat('x', i % 60), int4range(i % 100, i % 100 + i % 13)
  from generate_series(1, 60000) i;
insert into "Shop"."Lines" select i / 3, i % 3, (i % 97) * (i % 89) % 3000, (i % 97) % 10, i % 500 / 3.0, sin(i),
  timestamptz '2024-01-01' + i * interval '1 minute' from generate_series(1, 180000) i;
refresh materialized view totals;
)";

std::vector<std::string> workload() {
    std::vector<std::string> all{
        "select count(*) from customers where lower(email) = 'user77@example.com'",
        "select * from customers where city = 'city 7' and zip = 'zip 7-1'",
        "select city, zip, count(*) from customers group by city, zip",
        "select * from customers where tags @> array['t3']",
        "select * from customers where 't3' = any(tags) order by score limit 10",
        "select * from customers where score * 2 > 200",
        "select * from customers where lower(email) like 'user1%'",
        "select * from customers where born between '1990-01-01' and '1991-01-01' and active",
        "select * from customers where active is not true",
        "select * from customers where code = 'c1' or name is null",
        "select * from customers where ref = md5('7')::uuid",
        "select distinct name from customers order by name desc limit 5",
        "select * from orders where made >= '2024-05-01' and made < '2024-05-02'",
        "select * from orders where date_trunc('day', made at time zone 'UTC') = '2024-03-03'",
        "select state, count(*) from orders group by state",
        "select * from orders where stay && int4range(5, 9)",
        "select * from orders where stay @> 5 and total < 10",
        "select * from orders o join customers c on c.id = o.customer_id where c.city = 'city 3' and o.state = 'new'",
        "select c.city, sum(o.total) from orders o join customers c on c.id = o.customer_id group by c.city order by 2 desc",
        "select * from customers c where not exists (select from orders o where o.customer_id = c.id)",
        "select * from customers c where c.id in (select customer_id from orders where total = 7)",
        "select product, quantity, count(*) from \"Shop\".\"Lines\" group by product, quantity",
        "select * from \"Shop\".\"Lines\" where product = 11 and quantity = 4",
        "select sum(quantity) from \"Shop\".\"Lines\" where product = 11",
        "select * from \"Shop\".\"Lines\" where at_time between '2024-01-03' and '2024-01-04'",
        "select * from \"Shop\".\"Lines\" where ratio > 0.9",
        "select o.id, sum(l.price) from orders o join \"Shop\".\"Lines\" l on l.order_id = o.id where o.made < '2024-01-05' group by o.id",
        "select t.product from totals t join \"Shop\".\"Lines\" l using (product) where t.pieces > 500",
        "select max(made) from orders",
        "select * from orders order by made desc limit 20",
        "select * from fresh where id = 3",
        "select * from fresh f join customers c on c.id = f.id where f.word = 'a'",
        "select * from orders where customer_id = 5 order by made desc limit 3",
        "with recent as materialized (select * from orders where made > '2024-12-01') select count(*) from recent",
        "select customer_id, row_number() over (partition by customer_id order by made) from orders where total > 3990",
        "update orders set total = 1 where id = 7 and made = '2024-02-02'",
        "delete from customers where id = 12",
        "insert into fresh select id, city from customers where id < 100",
        "select * from customers a join customers b on a.city = b.city and a.zip = b.zip where a.id < 50",
        "select * from orders where made > '2024-06-16 10:00+00'"};
    for (int i = 0; i < 12; ++i) {
        all.push_back(fmt::format("select * from customers where id between {} and {}", i * 1700, i * 1850));
        all.push_back(fmt::format("select * from customers where score < {} and city > 'city {}'", i * 12, i * 4));
        all.push_back(fmt::format("select * from orders where total > {} and customer_id = {}", i * 340, i * 1500 + 1));
        all.push_back(fmt::format("select * from \"Shop\".\"Lines\" where order_id > {} order by order_id limit 30", i * 5400));
        all.push_back(fmt::format("select * from \"Shop\".\"Lines\" l join orders o on o.id = l.order_id where l.product = {}", i * 101));
    }
    return all;
}

std::string plan_of(pg::Connection& session, const std::string& statement) {
    return std::string{must(session.query("explain (format json) " + statement)).text(0, 0)};
}

// Plans that are equal to the last digit; those that are not are named.
int equal_plans(pg::Connection& original, pg::Connection& copy) {
    int equal = 0;
    for (const auto& statement : workload()) {
        const auto before = plan_of(original, statement), after = plan_of(copy, statement);
        if (before == after)
            ++equal;
        else
            MESSAGE(statement << "\n" << before << "\n" << after);
    }
    return equal;
}

struct Measured {
    std::unique_ptr<Database> database = test_database();
    pg::Connection session = must(database->connect());

    Measured() {
        must(session.query(with_dropped_column(true)));
        must(session.query(rows));
        must(session.query("vacuum analyze"));
        must(session.query("set max_parallel_workers_per_gather = 2"));
    }
    Statistics take(bool mask) const {
        auto root = must(database->connect_as_superuser());
        return must(take_statistics(root, {.mask = mask}));
    }
};

StatisticsLab copy_of(const Statistics& statistics) {
    auto empty = test_database();
    must(must(empty->connect()).query(with_dropped_column(false)));
    return must(give_statistics(*empty, statistics));
}

}  // namespace

TEST_SUITE_BEGIN("lab: statistics");

TEST_CASE("a hundred statements cost on statistics what they cost on rows") {
    Measured original;
    const auto taken = original.take(false);
    const auto through_text = statistics_in("create table x (a int);\n" + as_comments(taken));
    REQUIRE(through_text);
    CHECK(through_text->facts == taken.facts);
    const auto lab = copy_of(*through_text);
    CHECK(lab.notes.empty());
    auto copy = must(lab.database->connect());
    must(copy.query("set max_parallel_workers_per_gather = 2"));
    REQUIRE(workload().size() == 100);
    CHECK(equal_plans(original.session, copy) >= 99);
}

TEST_CASE("masked statistics hold none of the values, and keep shapes and order") {
    Measured original;
    const auto masked = original.take(true);
    CHECK(joined(masked.notes, "\n").find("could not") == std::string::npos);
    const auto text = as_comments(masked);
    for (const auto* value : {"@example.com", "city 7", "name 3", "1950-", "zip "}) CHECK(text.find(value) == text.npos);
    CHECK(text.find("paid") != text.npos);  // an enum's, which the schema tells anyway
    const auto lab = copy_of(masked);
    auto copy = must(lab.database->connect());
    auto root = must(lab.database->connect_as_superuser());
    const auto shape =
        "select string_agg(concat_ws(' ', tablename, attname, inherited, null_frac, n_distinct, most_common_freqs::text, correlation, "
        "array_length(histogram_bounds::text::text[], 1)), e'\\n' order by tablename, attname, inherited) from pg_stats where "
        "schemaname in ('public', 'Shop') and attname not in ('tags', 'stay')";
    auto real_root = must(original.database->connect_as_superuser());
    CHECK(value(root, shape) == value(real_root, shape));
    CHECK(value(root, "select histogram_bounds::text::text[] = (select array_agg(x order by x collate \"C\") from "
                      "unnest(histogram_bounds::text::text[]) x) from pg_stats where tablename = 'customers' and attname = 'email'") == "t");
    CHECK(plan_of(copy, "select * from customers where city = $$city 7$$").find("\"Plan Rows\"") != std::string::npos);
}

TEST_CASE("a role without rights reads what it may, and says what it may not") {
    Measured original;
    auto owner = must(original.database->connect());
    const auto taken = must(take_statistics(owner));
    CHECK(taken.notes.size() >= 2);
    const auto lab = copy_of(taken);
    CHECK(lab.notes.empty());
    auto copy = must(lab.database->connect_as_superuser());
    auto root = must(original.database->connect_as_superuser());
    // The operators and collations that were concluded are those that ANALYZE chose.
    const auto rows =
        "select string_agg(concat_ws(' ', c.relname, a.attname, stakind1, staop1, stacoll1, stakind2, staop2, stacoll2, stakind3, staop3, "
        "stacoll3, stanumbers1, stavalues1, stavalues2), e'\\n' order by c.relname, a.attname, stainherit) from pg_statistic join "
        "pg_class c on c.oid = starelid join pg_attribute a on a.attrelid = starelid and a.attnum = staattnum join pg_namespace n on "
        "n.oid = c.relnamespace where n.nspname in ('public', 'Shop') and a.attname not in ('tags', 'stay', 'state')";
    CHECK(value(copy, rows) == value(root, rows));
}

TEST_CASE("what the copy lacks is named; files without statistics have none") {
    Measured original;
    auto empty = test_database();
    must(must(empty->connect()).query("create table customers (id int primary key)"));
    const auto lab = must(give_statistics(*empty, original.take(false)));
    CHECK(lab.notes.size() > 3);
    CHECK(!statistics_in("select 1;"));
    CHECK(!statistics_in("select '-- assay statistics 1\n"));
    auto copy = must(lab.database->connect());
    CHECK(plan_of(copy, "select * from customers").find("\"Plan Rows\": 20000") != std::string::npos);
}

TEST_SUITE_END();

}  // namespace assay::lab
