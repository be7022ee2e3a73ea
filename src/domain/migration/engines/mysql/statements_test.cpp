#include <doctest/doctest.h>

#include <algorithm>
#include <cstring>

#include "domain/migration/engines/mysql/statements.h"

namespace assay::migration::mysql {

namespace {

constexpr std::size_t longest = 1000;

struct Found {
    std::string text;
    int line, column;
    bool too_long, ended;
};

// In pieces, as a file gives them.
std::vector<Found> statements_in(std::string_view text) {
    Statements statements{[&, at = std::size_t{0}](char* to, std::size_t most) mutable -> Result<std::size_t> {
                              const auto size = std::min(most, text.size() - at);
                              std::memcpy(to, text.data() + at, size);
                              at += size;
                              return size;
                          },
                          longest};
    std::vector<Found> found;
    for (;;) {
        const auto next = statements.next();
        REQUIRE(next);
        if (!*next) return found;
        found.push_back({std::string{(*next)->text}, (*next)->line, (*next)->column, (*next)->too_long, (*next)->ended});
    }
}

}  // namespace

TEST_CASE("mysql statements: quotes, comments and delimiters") {
    const auto found = statements_in("-----\n# don't\na 'x;\\';' ; `b;` -- it's;\n ;\n/* ; */ c /*! d */;\nDELIMITER ;;\n  create e; f;;\ndelimiter ;\ng");
    REQUIRE(found.size() == 5);
    CHECK(found[0].text == "a 'x;\\';' ");
    CHECK(found[1].text == "`b;` -- it's;\n ");
    CHECK(found[2].text == "c /*! d */");
    CHECK(found[3].text == "create e; f");
    CHECK(found[3].line == 7);
    CHECK(found[3].column == 3);
    CHECK(found[4].text == "g");
    CHECK(found[4].line == 9);
    CHECK_FALSE(found[4].ended);
}

TEST_CASE("mysql statements: what is too long is passed over, the next one is found") {
    const auto found = statements_in("insert into t values ('" + std::string(3'000'000, 'x') + "\n;');\nnext;");
    REQUIRE(found.size() == 2);
    CHECK(found[0].too_long);
    CHECK(found[0].text.size() < 10'000);
    CHECK(found[1].text == "next");
    CHECK(found[1].line == 3);
    CHECK_FALSE(found[1].too_long);
}

TEST_CASE("mysql statements: an open quote ends with the input") {
    const auto found = statements_in("a; b 'open");
    REQUIRE(found.size() == 2);
    CHECK(found[1].text == "b 'open");
    CHECK_FALSE(found[1].ended);
    CHECK(statements_in("  \n ").empty());
}

}  // namespace assay::migration::mysql
