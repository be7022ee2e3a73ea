// Each of the single changes of tests/data/diff is seen, and equal schemas differ in nothing.
#include "domain/migration/diff/compare.h"

#include <algorithm>

#include "domain/migration/diff/read_model.h"
#include "schemas.h"

namespace assay::migration::diff {

namespace {

std::string listed(const Model& a, const Model& b, const std::vector<Difference>& differences) {
    std::string text;
    for (const auto& d : differences) {
        const auto& object = d.in_a >= 0 ? a.objects[static_cast<std::size_t>(d.in_a)] : b.objects[static_cast<std::size_t>(d.in_b)];
        text += spoken(object) + (d.fact.empty() ? d.in_a < 0 ? " only in b" : " only in a" : ": " + d.fact) + "\n";
    }
    return text;
}

}  // namespace

TEST_SUITE("migration: diff") {
    TEST_CASE("compare: every single change is seen, and nothing where nothing changed") {
        const auto base = schema_of(base_text());
        const auto before = model_of(base);
        CHECK(before.objects.size() > 60);
        CHECK(listed(before, before, compare(before, before)).empty());
        for (const auto& change : changes()) {
            CAPTURE(change.title);
            const auto after = reread(base, *copy_with(base, change.sql));
            CHECK(listed(before, after, compare(before, after)) != "");
            CHECK(listed(after, before, compare(after, before)) != "");
        }
    }
}

}  // namespace assay::migration::diff
