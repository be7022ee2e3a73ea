#include <doctest/doctest.h>

#include "domain/migration/engines/mysql/lexer.h"

namespace assay::migration::mysql {

namespace {

std::string shown(std::string_view text) {
    std::string all;
    for (const auto& token : tokens_of(text)) all += (all.empty() ? "" : "|") + std::string{token.in(text)};
    return all;
}

}  // namespace

TEST_CASE("mysql lexer: conditional comments are read, others are not") {
    CHECK(shown("a /*!40101 b */ c") == "a|b|c");
    CHECK(shown("a /*M!100100 b */ c /*!d*/") == "a|b|c|d");
    CHECK(shown("a /* b */ c -- d\n# e\nf") == "a|c|f");
    CHECK(shown("/*M!999999\\- enable the sandbox mode */ a") == "a");
    CHECK(shown("/*!50003 a /* inner */ b */ c") == "a|b|c");
    CHECK(shown("1--1") == "1|-|-|1");
}

TEST_CASE("mysql lexer: names, numbers and literals") {
    CHECK(shown("`a``b`.2fa, 1e5 .5 0x1F x'1f' b'01' 0b1 @x @@global.y") == "`a``b`|.|2fa|,|1e5|.5|0x1F|x'1f'|b'01'|0b1|@x|@@global.y");
    CHECK(name_of("`a``b`") == "a`b");
    CHECK(bytes_of_string("'it''s \\n \\% \\\\'") == "it's \n \\% \\");
    CHECK(bytes_of_string("\"a\"\"b\"") == "a\"b");
    CHECK(bytes_of_hex("0xF41") == "\x0f\x41");
    CHECK(bytes_of_hex("x'4142'") == "AB");
    CHECK_FALSE(tokens_of("'open").front().closed);
    CHECK_FALSE(tokens_of("'open\\'").front().closed);
}

}  // namespace assay::migration::mysql
