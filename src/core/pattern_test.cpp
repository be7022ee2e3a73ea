#include "core/pattern.h"

#include <doctest/doctest.h>

namespace assay {

TEST_SUITE("core") {
    TEST_CASE("pattern: searches, whatever the case, and says what is no pattern") {
        const Pattern pattern{R"(\bnow\s*\()"};
        REQUIRE(pattern.valid());
        CHECK(pattern.found_in("select NOW ()"));
        CHECK_FALSE(pattern.found_in("select snow()"));
        CHECK_FALSE(Pattern{"(open"}.valid());
        CHECK_FALSE(Pattern{"(open"}.found_in("(open"));
    }

    TEST_CASE("pattern: gives the first group of each match") {
        const Pattern names{R"(current_setting\(\s*'([^']+)')"};
        CHECK(names.first_groups_in("current_setting('app.user') = current_setting( 'app.tenant', true)") ==
              std::vector<std::string>{"app.user", "app.tenant"});
        CHECK(names.first_groups_in("").empty());
        CHECK(Pattern{"(x*)"}.first_groups_in("axb") == std::vector<std::string>{"", "x", "", ""});
        CHECK(Pattern{"(x*)$"}.first_groups_in("ab") == std::vector<std::string>{""});
        CHECK(Pattern{"a|(b)"}.first_groups_in("ab") == std::vector<std::string>{"b"});
    }

    TEST_CASE("pattern: replaces each match, and nothing else") {
        CHECK(Pattern{"[0-9]+ ?ms"}.replaced_in("12 ms, 3ms and 4 s", "<time>") == "<time>, <time> and 4 s");
        CHECK(Pattern{"x*"}.replaced_in("axb", "-") == "-a--b-");
        CHECK(Pattern{"(open"}.replaced_in("(open", "-") == "(open");
    }

    TEST_CASE("pattern: a text made to take for ever ends without a match") {
        Pattern pattern{"(a+)+$"};
        CHECK_FALSE(pattern.found_in(std::string(40, 'a') + "b"));
        pattern.make_fast();
        CHECK_FALSE(pattern.found_in(std::string(40, 'a') + "b"));
        CHECK(pattern.found_in("baa"));
    }
}

}  // namespace assay
