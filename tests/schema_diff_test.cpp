// Statements that make one schema of another do so: applied to a copy of A, nothing is left that differs from B.
#include "domain/migration/diff/schema_diff.h"

#include "schemas.h"

namespace assay::migration::diff {

namespace {

std::string listed(const Model& a, const Model& b) {
    std::string text;
    for (const auto& d : compare(a, b)) {
        if (d.fact == "column order") continue;  // which no statement changes: the notes say so
        const auto& object = d.in_a >= 0 ? a.objects[static_cast<std::size_t>(d.in_a)] : b.objects[static_cast<std::size_t>(d.in_b)];
        text += spoken(object) + (d.fact.empty() ? d.in_a < 0 ? " is missing" : " is left" : ": " + d.fact + " " + d.a.value_or("-") + " -> " + d.b.value_or("-")) + "\n";
    }
    return text;
}

// What fails, and what differs afterwards; empty when the statements do what they should.
std::string wrong(const TestSchema& from, lab::Database& source, const Model& a, const Model& b) {
    const auto diff = write_diff(a, b);
    auto copy = from.server->copy_database(source);
    REQUIRE(copy);
    auto session = (*copy)->connect();
    REQUIRE(session);
    std::string said;
    for (const auto& statement : diff.statements) {
        const bool extension = starts_with(statement.text, "CREATE EXTENSION pg_trgm");
        if (extension) REQUIRE((*copy)->create_extension("pg_trgm", "public"));
        if (const auto done = extension ? Result<pg::Rows>{pg::Rows{}} : session->query(statement.text); !done) said += statement.text + ": " + done.error().text() + "\n";
    }
    said += listed(reread(from, **copy), b);
    if (!said.empty())
        for (const auto& statement : diff.statements) said += "  " + statement.text + ";\n";
    return said;
}

}  // namespace

TEST_SUITE("migration: diff") {
    TEST_CASE("diff: each single change, there and back") {
        const auto base = schema_of(base_text());
        const auto before = model_of(base);
        for (const auto& change : changes()) {
            CAPTURE(change.title);
            const auto changed = copy_with(base, change.sql);
            const auto after = reread(base, *changed);
            CHECK(wrong(base, *base.database, before, after) == "");
            CHECK(wrong(base, *changed, after, before) == "");
        }
    }
}

}  // namespace assay::migration::diff
