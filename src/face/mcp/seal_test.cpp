#include "face/mcp/seal.h"

#include <doctest/doctest.h>

#include <set>

using namespace assay::mcp;

TEST_CASE("seal: what was closed opens, and nothing else does") {
    const Seal seal;
    const Json value{{"answers", {{"name", "é\n"}}}, {"until", 5}};
    const auto closed = seal.close(value);
    REQUIRE(seal.open(closed));
    CHECK(*seal.open(closed) == value);
    for (std::size_t i = 0; i < closed.size(); ++i) {
        auto changed = closed;
        changed[i] = changed[i] == 'A' ? 'B' : 'A';
        CHECK_FALSE(seal.open(changed));
    }
    for (const auto& other : {std::string{}, std::string{"."}, closed + "x", closed.substr(0, closed.find('.')), Seal{}.close(value)}) CHECK_FALSE(seal.open(other));
}

TEST_CASE("seal: names are not told twice") {
    std::set<std::string> names;
    for (int i = 0; i < 1000; ++i) names.insert(random_name());
    CHECK(names.size() == 1000);
    CHECK(names.begin()->size() == 22);
}

TEST_CASE("seal: base64 is taken only as it would be written") {
    CHECK(from_base64("SGVsbG8=") == "Hello");
    CHECK(from_base64("") == "");
    for (const char* text : {"SGVsbG8", "SGVsbG8==", "SGVs bG8=", "SGVsbG9=", "!!!!", "SGVsbG8=\n"}) CHECK_FALSE(from_base64(text));
}
