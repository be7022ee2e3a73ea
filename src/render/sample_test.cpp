#include "render/sample_test.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace assay::rendering::sample {

constinit const Rule dangling_reference{
    .facts = {.id = "postgres/dangling-reference",
              .title = "references to rows that are gone",
              .effect = Effect::correctness,
              .severity = Severity::error,
              .fix = Safety::unsafe,
              .prover = "validate_constraint",
              .since = "0.1",
              .basis = "PostgreSQL manual 5.4.5"},
    .page =
        "# References to rows that are gone\n\n## What it finds\n\nA `NOT VALID` "
        "constraint that the rows break.\n"};
constinit const Rule secret_in_source{.facts = {.id = "program/secret-in-source",
                                                .title = "secrets in source code",
                                                .effect = Effect::security,
                                                .severity = Severity::error,
                                                .since = "0.1"}};
constinit const Rule unindexed_foreign_key{.facts = {.id = "postgres/unindexed-foreign-key",
                                                     .title = "unindexed foreign keys",
                                                     .effect = Effect::locks,
                                                     .severity = Severity::warning,
                                                     .fix = Safety::safe,
                                                     .prover = "parent_delete",
                                                     .since = "0.1",
                                                     .basis = "PostgreSQL manual 5.4.5"}};
constinit const Rule sort_spills{.facts = {.id = "query/sort-spills",
                                           .title = "sorts that spill to disk",
                                           .effect = Effect::speed,
                                           .severity = Severity::warning,
                                           .prover = "work_mem",
                                           .since = "0.1"}};
constinit const Rule float_money{.facts = {.id = "postgres/float-money",
                                           .title = "money in floating point",
                                           .effect = Effect::correctness,
                                           .severity = Severity::warning,
                                           .fix = Safety::unsafe,
                                           .since = "0.1"}};
constinit const Rule mixed_case_name{.facts = {.id = "postgres/mixed-case-name",
                                               .title = "names that need quotes",
                                               .effect = Effect::clarity,
                                               .severity = Severity::note,
                                               .since = "0.1"}};
constinit const Rule stale_statistics{.facts = {.id = "postgres/stale-statistics",
                                                .title = "tables whose statistics are old",
                                                .effect = Effect::speed,
                                                .since = "0.1"}};
constinit const Rule unused_index{.facts = {.id = "postgres/unused-index",
                                            .title = "indexes that nothing uses",
                                            .effect = Effect::cost,
                                            .since = "0.1"}};

namespace {

void add_errors(Report& report) {
    report.begin(dangling_reference);
    report.add(
        {.object = "orders(customer_id)",
         .message =
             "14 orders name customers that do not exist: the constraint was added NOT VALID and never "
             "validated, so the planner and your joins trust what is not true",
         .location = Location{"/srv/shop/db/migrations/V7__orders.sql", 12, 3},
         .evidence = {{"db/migrations/V7__orders.sql:12", "add constraint orders_customer_fk … not valid"},
                      {"orders", "14 of 120,000 rows have no customer"}},
         .fix = Fix{.title = "keep the orders, forget the customers, then validate",
                    .statement =
                        "update orders set customer_id = null where not exists (select 1 from customers "
                        "where customers.id = orders.customer_id);\n"
                        "alter table orders validate constraint orders_customer_fk;",
                    .safety = Safety::unsafe}});
    report.findings().back().proof_state = ProofState::proven;
    report.begin(secret_in_source);
    report.add(
        {.object = "src/billing/client.py: STRIPE_KEY",
         .message = "a live payment key stands in the source",
         .location = Location{"/srv/shop/src/billing/client.py", 8, 14},
         .fix = Fix{.title = "read it from the environment",
                    .statement = "",
                    .edits = {{"/srv/shop/src/billing/client.py", 212, 251, "os.environ[\"STRIPE_KEY\"]"}},
                    .safety = Safety::safe}});
}

void add_warnings(Report& report) {
    report.begin(unindexed_foreign_key);
    for (const auto* table : {"order_lines", "refunds", "shipments", "invoices", "reviews", "wishlists"}) {
        const std::string name = table;
        report.add({.object = name + "(order_id)",
                    .message = "no index leads with order_id: deleting from orders scans " + name,
                    .location = Location{"/srv/shop/db/schema.sql", 40 + static_cast<int>(name.size()), 0},
                    .fix = Fix{.title = "",
                               .statement = "create index concurrently " + name + "_order_id_idx on " + name +
                                            " (order_id);",
                               .safety = Safety::safe}});
        if (name == "order_lines") report.findings().back().proof_state = ProofState::proven;
    }
    report.begin(sort_spills);
    for (const auto* object : {"GET /reports/monthly", "GET /reports/weekly", "GET /reports/daily"})
        report.add({.object = object,
                    .message = "the sort of report_lines writes 212 MB to disk; work_mem is 4 MB",
                    .evidence = {{"plan.json", "Sort Method: external merge  Disk: 217088kB"}},
                    .cause = "report_lines by day"});
    report.findings().back().proof_state = ProofState::untried_needs;
    report.findings()[report.findings().size() - 3].proof_state = ProofState::untried_needs;
    report.findings()[report.findings().size() - 3].untried = "a live server";
    report.begin(float_money);
    report.add({.object = "payments.amount",
                .message = "double precision can't hold 0.10 exactly",
                .location = Location{"/srv/shop/db/schema.sql", 88, 5}});
}

void add_notes(Report& report) {
    report.begin(mixed_case_name);
    for (const auto* table : {"\"OrderLines\"", "\"auditLog\""})
        report.add({.object = table,
                    .message = "must be quoted in every query, by everybody, for ever",
                    .location = Location{"/srv/shop/db/schema.sql", 120, 0}});
}

}  // namespace

Report report() {
    Report report;
    report.read({"/srv/shop/db", "38 tables, 12 views, 61 indexes; PostgreSQL 15.18"});
    report.read({"/srv/shop/src", "41 routes, 112 queries; Python"});
    add_errors(report);
    add_warnings(report);
    add_notes(report);
    report.not_run(stale_statistics, "statistics");
    report.not_run(unused_index, "statistics");
    report.not_run(sort_spills, "a live server");
    report.unread({"/srv/shop/db/legacy.sql", "line 14, column 9: expected ')' after the list of columns"});
    report.finish();
    report.seconds = 1.34;
    report.proof_seconds = 0.91;
    report.suppressed = 2;
    report.refuted = 1;
    report.command = "assay check /srv/shop";
    return report;
}

View view() {
    View view = view_of(report(), {.base = "/srv/shop"});
    view.version = "1.2.3";
    for (ShownFinding& finding : view.findings) {
        if (finding.object == "orders(customer_id)")
            finding.proof =
                ShownProof{"alter table orders validate constraint orders_customer_fk",
                           "ERROR 23503: Key (customer_id)=(***) is not present in table \"customers\".", ""};
        if (finding.object != "order_lines(order_id)") continue;
        finding.proof = ShownProof{"delete one order of 120,000, in a transaction that was rolled back",
                                   "Delete on orders (actual time=0.09..0.09)\n"
                                   "  Trigger for order_lines_order_id_fkey: time=41.20 calls=1\n"
                                   "Execution Time: 41.3 ms",
                                   "Delete on orders (actual time=0.08..0.08)\n"
                                   "  Trigger for order_lines_order_id_fkey: time=0.05 calls=1\n"
                                   "Execution Time: 0.1 ms"};
        finding.fix->proof = ShownProof{"the same delete with the index", "41.3 ms", "0.1 ms"};
        view.counts.fixes_tried = 1;
    }
    return view;
}

Report clean_report() {
    Report report;
    report.read({"db/schema.sql", "3 tables, 4 indexes; PostgreSQL 15.18"});
    report.finish();
    report.seconds = 0.21;
    return report;
}

Report hostile_report() {
    const std::string bad{hostile};
    Report report;
    report.read({bad, bad});
    for (const Rule* rule : {&unindexed_foreign_key, &dangling_reference, &mixed_case_name}) {
        report.begin(*rule);
        report.add({.object = bad,
                    .message = bad,
                    .location = Location{bad, 1, 2},
                    .evidence = {{bad, bad}, {"file:3", bad}},
                    .fix = Fix{.title = bad,
                               .statement = "select " + bad,
                               .edits = {{bad, 1, 2, bad}},
                               .safety = Safety::safe},
                    .cause = bad});
        report.add({.object = bad, .message = bad, .cause = bad});
        report.findings().back().suppressed = bad;
    }
    report.not_run(stale_statistics, bad);
    report.unread({bad, bad});
    report.finish();
    report.command = bad;
    report.show_all = true;
    for (Finding& finding : report.findings())
        finding.proof_state = ProofState::untried_needs, finding.untried = bad;
    return report;
}

void check_snapshot(std::string_view name, const std::string& text) {
    const auto path = std::filesystem::path{ASSAY_ROOT} / "tests/snapshots/render" / name;
    if (const char* bless = std::getenv("ASSAY_BLESS"); bless != nullptr && std::string_view{bless} == "1") {
        std::filesystem::create_directories(path.parent_path());
        std::ofstream{path, std::ios::binary} << text;
    }
    std::stringstream expected;
    expected << std::ifstream{path, std::ios::binary}.rdbuf();
    if (expected.str() == text) return;
    // The first line that differs says more than two texts side by side.
    std::istringstream now{text};
    std::string was, is;
    for (int line = 1;; ++line) {
        const bool more_was = static_cast<bool>(std::getline(expected, was)),
                   more_is = static_cast<bool>(std::getline(now, is));
        if (more_was && more_is && was == is) continue;
        FAIL_CHECK(path.string() << ":" << line << "\n- " << (more_was ? was : "(end)") << "\n+ "
                                 << (more_is ? is : "(end)") << "\nASSAY_BLESS=1 rewrites it");
        return;
    }
}

}  // namespace assay::rendering::sample
