#include "render/view.h"

#include <doctest/doctest.h>

#include "core/values.h"
#include "lab/test_server.h"
#include "render/sample_test.h"

namespace assay::rendering {

namespace {

// A report with one finding; `change` makes of it what a case is about.
template <class Change>
View view_with(Change change, const RenderOptions& options = {}) {
    Report report;
    report.begin(sample::unindexed_foreign_key);
    report.add({.object = "child(parent_id)", .message = "no index leads with parent_id"});
    change(report, report.findings().back());
    report.finish();
    return view_of(report, options);
}

}  // namespace

TEST_CASE("view: a value of a row is masked unless it was asked for") {
    const auto with_value = [](Report&, Finding& finding) {
        finding.message = "status is " + row_value("ship\x0fped") + ", not " + row_value("paid");
        finding.evidence = {{"orders", row_value("ada@example.org")}};
        finding.fix = Fix{.title = "", .statement = "delete from t where name = '" + row_value("Ada") + "';"};
    };
    const View masked = view_with(with_value);
    CHECK(masked.findings[0].message == "status is ***, not ***");
    CHECK(masked.findings[0].evidence[0].quote == "***");
    CHECK(masked.findings[0].fix->statement == "delete from t where name = '***';");
    const View shown = view_with(with_value, {.show_values = true});
    CHECK(shown.findings[0].message == "status is shipped, not paid");
    CHECK(shown.findings[0].evidence[0].quote == "ada@example.org");
}

TEST_CASE("view: an edit is exact, as it will be written into a file") {
    const View view = view_with(
        [](Report&, Finding& finding) {
            finding.fix = Fix{.title = "",
                              .statement = "",
                              .edits = {{"/a/b.py", 3, 9, "url = \"postgres://u:p@h/d\"\t\n"}}};
        },
        {.base = "/a/"});
    CHECK(view.findings[0].fix->edits[0].replacement == "url = \"postgres://u:p@h/d\"\t\n");
    CHECK(view.findings[0].fix->edits[0].file == "b.py");
}

TEST_CASE("view: no password of a connection string is shown, wherever it stands") {
    const View view = view_with([](Report& report, Finding& finding) {
        report.read({"postgres://ada:se:cr@et@db.example.org:5432/shop?sslmode=require", "3 tables"});
        report.unread({"host=db user=ada password='it is secret' dbname=shop",
                       "connection to postgres://u:hunter2@h refused"});
        report.not_run(sample::unused_index, "statistics");
        report.command = "assay check postgres://ada:secret@db/shop 'postgres://db/x?password=hidden&a=1'";
        finding.message = "see postgres://ada:secret@db/shop and https://example.org/a:b";
    });
    CHECK(view.read[0].source == "postgres://ada:***@db.example.org:5432/shop?sslmode=require");
    CHECK(view.unread[0].source == "host=db user=ada password=*** dbname=shop");
    CHECK(view.unread[0].reason == "connection to postgres://u:***@h refused");
    CHECK(view.command == "assay check postgres://ada:***@db/shop 'postgres://db/x?password=***&a=1'");
    CHECK(view.findings[0].message == "see postgres://ada:***@db/shop and https://example.org/a:b");
}

TEST_CASE("view: paths below the base are relative to it, others are left as they are") {
    const auto place = [](std::string file, std::string base) {
        const View view =
            view_with([&](Report&, Finding& finding) { finding.location = Location{file, 3, 4}; },
                      {.base = std::move(base)});
        return place_of(view.findings[0]);
    };
    CHECK(place("/srv/shop/db/a.sql", "/srv/shop") == "db/a.sql:3:4");
    CHECK(place("/srv/shop/db/a.sql", "/srv/shop/") == "db/a.sql:3:4");
    CHECK(place("/srv/shopping/a.sql", "/srv/shop") == "/srv/shopping/a.sql:3:4");
    CHECK(place("./a.sql", "") == "a.sql:3:4");
}

TEST_CASE("view: what is suppressed or refuted is neither shown nor counted, unless all is asked for") {
    const auto two_hidden = [](Report& report, Finding& first) {
        first.suppressed = "a table of ten rows";
        report.add({.object = "other(parent_id)", .message = "m"});
        report.findings().back().proof_state = ProofState::refuted;
        report.add({.object = "third(parent_id)", .message = "m"});
    };
    CHECK(view_with(two_hidden).findings.size() == 1);
    const View all = view_with([&](Report& report, Finding& first) {
        two_hidden(report, first);
        report.show_all = true;
    });
    CHECK(all.findings.size() == 3);
    CHECK(all.counts.warnings == 1);
    CHECK(all.first.size() == 1);
    CHECK(all.findings[all.first[0].finding].object == "third(parent_id)");
}

TEST_CASE("view: rules that were not run are grouped by what they need, with the command that gives it") {
    const View view = view_with([](Report& report, Finding&) {
        report.not_run(sample::sort_spills, "rows and statistics");
        report.not_run(sample::unused_index, "statistics");
        report.not_run(sample::stale_statistics, "statistics");
        report.not_run(sample::float_money, "a moon that is full");
    });
    REQUIRE(view.missing.size() == 3);
    CHECK(view.missing[0].needs == "statistics");
    CHECK(view.missing[0].rules.size() == 2);
    CHECK(view.missing[0].command == "assay check postgres://…");
    CHECK(view.missing[1].command.empty());
    CHECK(view.missing[2].command == "assay check postgres://… --profile");
}

TEST_CASE("view: what to do first is what weighs most, and a command that can be run") {
    const View view = sample::view();
    REQUIRE(view.first.size() == 3);
    CHECK(view.first[0].command.starts_with("assay fix postgres/dangling-reference@"));
    CHECK(view.findings[view.first[2].finding].severity == Severity::warning);
    const View by_hand = view_with([](Report&, Finding&) {});
    REQUIRE(by_hand.first.size() == 1);
    CHECK(by_hand.first[0].command == "assay explain postgres/unindexed-foreign-key");
    CHECK(view_of(sample::clean_report(), {}).first.empty());
}

TEST_CASE("view: what a lab proved is shown as the lab saw it") {
    const auto database = lab::test_database();
    Lab lab{*database};
    const View view = view_with([&](Report&, Finding& finding) {
        finding.proof_state = ProofState::proven;
        finding.proof = lab.proof("deleted a parent", "41 ms of " + row_value("x"), "1 ms");
        finding.fix = Fix{
            .title = "index it", .statement = "create index on child (parent_id);", .safety = Safety::safe};
        finding.fix->proof = lab.proof("the same with the index", "41 ms", "1 ms");
    });
    REQUIRE(view.findings[0].proof);
    CHECK(view.findings[0].proof->method == "deleted a parent");
    CHECK(view.findings[0].proof->before == "41 ms of ***");
    CHECK(view.findings[0].proof->after == "1 ms");
    CHECK(view.counts.proven == 1);
    CHECK(view.counts.fixes_tried == 1);
    CHECK(safety_text(*view.findings[0].fix) == "safe, tried");
    const std::string shown = text(view, {});
    CHECK(shown.find("proven   deleted a parent\n           41 ms of *** → 1 ms\n") != std::string::npos);
    CHECK(shown.find("safe, tried: the same with the index\n           41 ms → 1 ms\n") != std::string::npos);
}

TEST_CASE("view: durations and counts read as people say them") {
    CHECK(duration_text(0) == "0 s");
    CHECK(duration_text(0.83) == "0.8 s");
    CHECK(duration_text(59.2) == "59 s");
    CHECK(duration_text(200.4) == "3 min 20 s");
    CHECK(counts_text({}) == "no findings");
    CHECK(counts_text({.errors = 1, .notes = 2}) == "1 error, 2 notes");
    CHECK(hidden_text({.suppressed = 1}) == "1 suppressed finding is hidden: --all shows it");
    CHECK(hidden_text({.suppressed = 2, .refuted = 1}) ==
          "2 suppressed and 1 refuted findings are hidden: --all shows them");
}

}  // namespace assay::rendering
