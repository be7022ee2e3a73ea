#include <doctest/doctest.h>

#include <fmt/core.h>

#include <cmath>

#include "domain/query/read/plan_tree.h"

using namespace assay;
using namespace assay::query;

namespace {

constexpr std::string_view parallel_text = R"plan(Finalize Aggregate  (cost=11954.21..11954.22 rows=1 width=8) (actual time=142.956..143.233 rows=1 loops=1)
  Buffers: shared hit=7449 dirtied=574
  InitPlan 1 (returns $1)
    ->  Seq Scan on inventory  (cost=0.00..949.00 rows=37500 width=4) (actual time=0.017..26.445 rows=30000 loops=1)
          Buffers: shared hit=574 dirtied=574
  ->  Gather  (cost=10911.42..10911.43 rows=2 width=8) (actual time=133.240..143.134 rows=3 loops=1)
        Workers Planned: 2
        Params Evaluated: $1
        Workers Launched: 2
        Buffers: shared hit=7449 dirtied=574
        ->  Partial Aggregate  (cost=10911.42..10911.43 rows=1 width=8) (actual time=102.325..102.326 rows=1 loops=3)
              Buffers: shared hit=6875
              ->  Parallel Seq Scan on rental  (cost=0.00..10698.98 rows=84977 width=0) (actual time=0.014..90.413 rows=100209 loops=3)
                    Filter: ((inventory_id)::numeric > $1)
                    Rows Removed by Filter: 99791
                    Buffers: shared hit=6875
Planning:
  Buffers: shared hit=12
Planning Time: 0.125 ms
Execution Time: 143.269 ms
)plan";

constexpr std::string_view bitmap_json = R"plan([{"Plan": {"Node Type": "Gather", "Parallel Aware": false, "Startup Cost": 1.0, "Total Cost": 10.0,
  "Plan Rows": 2, "Plan Width": 8, "Actual Startup Time": 10.0, "Actual Total Time": 60.0, "Actual Rows": 3, "Actual Loops": 1,
  "Workers Planned": 2, "Workers Launched": 2,
  "Plans": [{"Node Type": "Bitmap Heap Scan", "Parent Relationship": "Outer", "Parallel Aware": true, "Relation Name": "orders", "Alias": "o",
    "Startup Cost": 1.0, "Total Cost": 9.0, "Plan Rows": 100, "Plan Width": 8,
    "Actual Startup Time": 4.0, "Actual Total Time": 40.0, "Actual Rows": 100, "Actual Loops": 3,
    "Recheck Cond": "(a < 5)", "Exact Heap Blocks": 5, "Lossy Heap Blocks": 7,
    "Plans": [{"Node Type": "Bitmap Index Scan", "Parent Relationship": "Outer", "Index Name": "orders_a",
      "Startup Cost": 0.0, "Total Cost": 1.0, "Plan Rows": 100, "Plan Width": 0,
      "Actual Startup Time": 4.0, "Actual Total Time": 4.0, "Actual Rows": 300, "Actual Loops": 1, "Index Cond": "(a < 5)"}]}]},
  "Triggers": [], "Execution Time": 61.0}])plan";

Plan only(std::string_view text) {
    auto plans = read_plans(text, "test");
    REQUIRE_MESSAGE(plans.has_value(), (plans ? std::string{} : plans.error().text()));
    REQUIRE(plans->size() == 1);
    return std::move(*plans->front());
}

double sum_of_exclusive(const Plan& plan) {
    double sum = 0;
    for (const auto& node : plan.nodes) sum += node.exclusive_ms.value_or(0);
    return sum;
}

// Each line changed by `change`.
template <class Change>
std::string changed(std::string_view text, Change change) {
    std::string made;
    for (std::size_t begin = 0; begin < text.size();) {
        const auto end = std::min(text.find('\n', begin), text.size());
        made += change(std::string{text.substr(begin, end - begin)});
        begin = end + 1;
    }
    return made;
}

void check_same(const Plan& a, const Plan& b) {
    REQUIRE(a.nodes.size() == b.nodes.size());
    for (std::size_t i = 0; i < a.nodes.size(); ++i) {
        CHECK(a.nodes[i].title() == b.nodes[i].title());
        CHECK(a.nodes[i].parent == b.nodes[i].parent);
        CHECK(a.nodes[i].exclusive_ms == b.nodes[i].exclusive_ms);
        CHECK(a.nodes[i].text("Filter") == b.nodes[i].text("Filter"));
        CHECK(a.nodes[i].buffers.shared_hit == b.nodes[i].buffers.shared_hit);
    }
    CHECK(a.execution_ms == b.execution_ms);
    CHECK(b.complete());
}

}  // namespace

TEST_CASE("a text plan: nodes, where they stand, and what they spent") {
    const Plan plan = only(parallel_text);
    REQUIRE(plan.nodes.size() == 5);
    CHECK(plan.format == "text");
    CHECK(plan.complete());
    CHECK(plan.execution_ms == 143.269);
    CHECK(plan.nodes[1].title() == "Seq Scan on inventory");
    CHECK(plan.nodes[1].subplan == "InitPlan 1 (returns $1)");
    CHECK(plan.nodes[1].relationship == "InitPlan");
    CHECK(plan.nodes[2].parent == 0);
    CHECK(plan.nodes[4].title() == "Parallel Seq Scan on rental");
    CHECK(plan.nodes[4].line == 13);
    CHECK(plan.nodes[4].text("Filter") == "((inventory_id)::numeric > $1)");
    CHECK(plan.nodes[4].participants == 3);
    CHECK(*plan.nodes[4].exclusive_ms == doctest::Approx(90.413));
    // The InitPlan ran when Gather evaluated $1: its time and buffers are taken from there.
    CHECK(*plan.nodes[2].exclusive_ms == doctest::Approx(143.134 - 102.326 - 26.445));
    CHECK(plan.nodes[2].exclusive_buffers.shared_hit == 0);
    CHECK(sum_of_exclusive(plan) == doctest::Approx(143.233));
}

TEST_CASE("a bitmap is built by one process while the others wait") {
    const Plan plan = only(bitmap_json);
    CHECK(plan.nodes[0].exclusive_ms == 20.0);
    CHECK(plan.nodes[1].exclusive_ms == 36.0);
    CHECK(plan.nodes[2].exclusive_ms == 4.0);
    CHECK(plan.nodes[1].title() == "Parallel Bitmap Heap Scan on orders o");
    CHECK(plan.nodes[2].title() == "Bitmap Index Scan on orders_a");
}

TEST_CASE("a CTE's time is taken from the scan that asked for it first") {
    const Plan plan = only(R"plan(Nested Loop  (cost=0.00..9.00 rows=9 width=8) (actual time=100.000..130.000 rows=9 loops=1)
  CTE x
    ->  Seq Scan on t  (cost=0.00..1.00 rows=9 width=8) (actual time=1.000..90.000 rows=9 loops=1)
  ->  CTE Scan on x a  (cost=0.00..1.00 rows=9 width=8) (actual time=1.500..95.000 rows=9 loops=1)
  ->  CTE Scan on x b  (cost=0.00..1.00 rows=9 width=8) (actual time=0.001..1.000 rows=9 loops=9)
Planning Time: 0.1 ms
Execution Time: 131.0 ms
)plan");
    CHECK(plan.nodes[0].exclusive_ms == 130.0 - 95.0 - 9.0);
    CHECK(plan.nodes[1].exclusive_ms == 90.0);
    CHECK(plan.nodes[2].exclusive_ms == 5.0);
    CHECK(plan.nodes[3].exclusive_ms == 9.0);
}

TEST_CASE("plans as people paste them") {
    const Plan plain = only(parallel_text);
    const auto quoted = changed(parallel_text, [](const std::string& line) { return "\"" + line + "\"\n"; });
    const auto framed = "+-----+\n| QUERY PLAN |\n+-----+\n" + changed(parallel_text, [](const std::string& line) { return fmt::format("| {:<120} |\n", line); }) + "+-----+\n(19 Zeilen)\n";
    const auto psql = " QUERY PLAN\n------------\n" + changed(parallel_text, [](const std::string& line) { return " " + line + "\n"; }) + "(19 rows)\n\n";
    const auto windows = changed(parallel_text, [](const std::string& line) { return line + "\r\n"; });
    const auto mail = changed(parallel_text, [](const std::string& line) { return "> " + line + "\n"; });
    const auto wrapped = changed(parallel_text, [](const std::string& line) {
        std::string made;
        for (std::size_t at = 0; at < line.size(); at += 70) made += line.substr(at, 70) + "\n";
        return made;
    });
    for (const auto& pasted : {quoted, framed, psql, windows, mail, wrapped}) check_same(plain, only(pasted));
}

TEST_CASE("a literal that looks like a plan, an alias that looks like a cost") {
    const Plan plan = only(R"plan(Seq Scan on t "x (cost=1..2 rows=3 width=4)"  (cost=0.00..12349.62 rows=1 width=107) (actual time=33.678..33.679 rows=0 loops=1)
  Filter: (note = 'a
  ->  Seq Scan on x  (cost=0.00..1.00 rows=1 width=1)
(5 rows)'::text)
  Rows Removed by Filter: 400000
Planning Time: 0.026 ms
Execution Time: 33.691 ms
)plan");
    REQUIRE(plan.nodes.size() == 1);
    CHECK(plan.nodes[0].text("Alias") == "x (cost=1..2 rows=3 width=4)");
    CHECK(plan.nodes[0].total_cost == 12349.62);
    CHECK(plan.nodes[0].properties.number("Rows Removed by Filter") == 400000);
}

TEST_CASE("no cut plan looks whole") {
    // Cut at every line: what is left is an error or says that it is not whole.
    const auto check_cuts = [](std::string_view text, std::size_t whole_from) {
        for (std::size_t at = 1; at < whole_from; ++at) {
            const auto plans = read_plans(text.substr(0, at), "cut");
            if (!plans) continue;
            CAPTURE(text.substr(0, at));
            CHECK_FALSE(plans->back()->complete());
        }
    };
    // The last figure may lose digits and still look like one.
    check_cuts(parallel_text, parallel_text.rfind("Execution Time: 1"));
    check_cuts(bitmap_json, bitmap_json.size() - 1);
}

TEST_CASE("YAML and XML give the model that JSON gives") {
    const Plan yaml = only(R"plan(- Plan: 
    Node Type: "Sort"
    Parallel Aware: false
    Startup Cost: 1.50
    Total Cost: 2.50
    Plan Rows: 10
    Plan Width: 8
    Actual Startup Time: 1.000
    Actual Total Time: 5.000
    Actual Rows: 10
    Actual Loops: 1
    Sort Key: 
      - "a"
      - "b DESC"
    Plans: 
      - Node Type: "Seq Scan"
        Parent Relationship: "Outer"
        Relation Name: "t"
        Alias: "t"
        Total Cost: 1.00
        Actual Total Time: 3.000
        Actual Rows: 10
        Actual Loops: 1
  Planning Time: 0.100
  Triggers: 
  Execution Time: 5.500
)plan");
    const Plan xml = only(R"plan(<explain xmlns="http://www.postgresql.org/2009/explain"><Query><Plan><Node-Type>Sort</Node-Type>
<Total-Cost>2.50</Total-Cost><Actual-Total-Time>5.000</Actual-Total-Time><Actual-Rows>10</Actual-Rows><Actual-Loops>1</Actual-Loops>
<Sort-Key><Item>a</Item><Item>b DESC</Item></Sort-Key>
<Plans><Plan><Node-Type>Seq Scan</Node-Type><Parent-Relationship>Outer</Parent-Relationship><Relation-Name>t</Relation-Name><Alias>t</Alias>
<Actual-Total-Time>3.000</Actual-Total-Time><Actual-Rows>10</Actual-Rows><Actual-Loops>1</Actual-Loops></Plan></Plans></Plan>
<Planning-Time>0.1</Planning-Time><Triggers></Triggers><Execution-Time>5.5</Execution-Time></Query></explain>)plan");
    for (const Plan* plan : {&yaml, &xml}) {
        CHECK(plan->complete());
        REQUIRE(plan->nodes.size() == 2);
        CHECK(plan->nodes[0].text("Sort Key") == "a, b DESC");
        CHECK(plan->nodes[0].exclusive_ms == 2.0);
        CHECK(plan->nodes[1].title() == "Seq Scan on t");
        CHECK(plan->execution_ms == 5.5);
    }
}

TEST_CASE("what stands below the tree has JSON's names: planning, serialization") {
    const auto text = only(R"(Seq Scan on o  (cost=0.00..12048.00 rows=200000 width=374) (actual time=0.130..410.328 rows=200000.00 loops=1)
  Buffers: shared hit=10048
Planning:
  Buffers: shared hit=12
  Memory: used=13kB  allocated=16kB
Planning Time: 0.097 ms
Serialization: time=247.868 ms  output=72830kB  format=text
  Buffers: shared hit=400123 read=4
Execution Time: 692.316 ms
)");
    const auto json = only(R"([{"Plan": {"Node Type": "Seq Scan", "Relation Name": "o", "Alias": "o", "Startup Cost": 0.0, "Total Cost": 12048.0,
      "Plan Rows": 200000, "Plan Width": 374, "Actual Startup Time": 0.130, "Actual Total Time": 410.328, "Actual Rows": 200000.0, "Actual Loops": 1,
      "Shared Hit Blocks": 10048}, "Planning": {"Shared Hit Blocks": 12, "Memory Used": 13, "Memory Allocated": 16}, "Planning Time": 0.097,
      "Triggers": [], "Serialization": {"Time": 247.868, "Output Volume": 72830, "Format": "text", "Shared Hit Blocks": 400123, "Shared Read Blocks": 4},
      "Execution Time": 692.316}])");
    for (const auto* name : {"Planning Shared Hit Blocks", "Planning Memory Used", "Planning Memory Allocated", "Serialization Time", "Serialization Output Volume",
                             "Serialization Format", "Serialization Shared Hit Blocks", "Serialization Shared Read Blocks"}) {
        CAPTURE(name);
        CHECK(text.properties.has(name));
        CHECK(text.properties.text(name) == json.properties.text(name));
    }
    CHECK(text.nodes[0].buffers.shared_hit == 10048);
}

TEST_CASE("times below a node that exceed its own are told") {
    const auto plan = only(R"(Limit  (cost=0.00..9.00 rows=1 width=4) (actual time=0.010..2.000 rows=1 loops=1)
  ->  Seq Scan on t  (cost=0.00..9.00 rows=9 width=4) (actual time=0.010..5.000 rows=9 loops=1)
Planning Time: 0.1 ms
Execution Time: 5.1 ms
)");
    CHECK(plan.nodes[0].excess_ms == doctest::Approx(3.0));
    CHECK(plan.nodes[0].exclusive_ms == 0);
    CHECK(plan.nodes[1].excess_ms == 0);
}

TEST_CASE("a statement is called with the values that its plan has beside it") {
    constexpr std::string_view tree = "Seq Scan on t  (cost=0.00..9.00 rows=9 width=4)\n  Filter: (a = 5)\n";
    const auto read = [](const std::string& text) {
        auto plans = read_plans(text, "a.txt");
        REQUIRE(plans);
        return std::move(*plans->front());
    };
    const auto text = read(fmt::format("Query Text: select *\nfrom t where a = $1\nand b = $2\nQuery Parameters: $1 = '5', $2 = 'it''s\nmore'\n{}", tree));
    CHECK(text.statement == "select *\nfrom t where a = $1\nand b = $2");
    CHECK(text.called == "select *\nfrom t where a = '5'\nand b = 'it''s\nmore'");
    CHECK(read(fmt::format("Query Text: select * from t where a = $1\n{}", tree)).called.empty());
    CHECK(read(fmt::format("Query Text: select * from t where a = 5\n{}", tree)).called == "select * from t where a = 5");
    CHECK(read(R"([{"Query Text": "select $1", "Query Parameters": "$1 = '7'", "Plan": {"Node Type": "Result"}}])").called == "select '7'");
}

TEST_CASE("what is no plan is one clear error") {
    CHECK(read_plans("select 1;", "a.txt").error().text().find("a.txt:1:1: no plan found: expected a line such as") == 0);
    CHECK_FALSE(read_plans("[{\"Plan\": 3}]", "a.json").has_value());
    CHECK_FALSE(read_plans("[]", "a.json").has_value());
    CHECK_FALSE(read_plans("<html></html>", "a.xml").has_value());
    std::string deep;
    for (int i = 0; i < 3000; ++i) deep += "{\"Plan\": {\"Node Type\": \"Sort\", \"Plans\": [";
    CHECK_FALSE(read_plans(deep, "deep.json").has_value());
}
