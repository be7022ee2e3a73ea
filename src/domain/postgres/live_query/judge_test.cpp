#include "domain/postgres/live_query/judge.h"

#include "lab/test_server.h"

using namespace assay;
using namespace assay::postgres::live;

TEST_CASE("judge: where reading alone could run what nobody judged, a statement goes no further") {
    const auto database = lab::test_database();
    auto session = lab::must(database->connect());
    Catalogue catalogue{session};
    const auto goes_on = [&](std::set<std::string> unjudged, const std::set<std::string>& words) {
        return Judge{catalogue, std::move(unjudged), {}, {}}.before_reading(words).has_value();
    };
    CHECK(goes_on({}, {"a", ""}));
    CHECK(goes_on({"kind"}, {"other"}));
    CHECK_FALSE(goes_on({"kind"}, {"kind"}));
    CHECK_FALSE(goes_on({"kind"}, {""}));  // any name
    CHECK(goes_on({"(search)"}, {""}));    // judged when it is called
    CHECK_FALSE(goes_on({"(partitions)"}, {"a"}));
}
